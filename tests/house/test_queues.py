"""A job stands in the queue that it was sent to and in no other, and beat names jobs that exist."""

import os
from collections.abc import Iterator

import pytest
import redis

from config.celery import BULK, DEFAULT, INTERACTIVE, app

QUEUES = (INTERACTIVE, DEFAULT, BULK)


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    client.delete(*QUEUES)
    yield client
    client.delete(*QUEUES)


@pytest.mark.parametrize("queue", QUEUES)
def test_a_job_is_delivered_once(broker: redis.Redis, queue: str) -> None:
    app.send_task("invoicing.tasks.announce_waiting_tasks", queue=queue)
    assert {name: broker.llen(name) for name in QUEUES} == {name: int(name == queue) for name in QUEUES}


def test_a_job_without_a_queue_goes_to_the_default_one(broker: redis.Redis) -> None:
    app.send_task("invoicing.tasks.announce_waiting_tasks")
    assert [broker.llen(name) for name in QUEUES] == [0, 1, 0]


def test_beat_names_jobs_and_queues_that_exist() -> None:
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["options"]["queue"] in QUEUES
