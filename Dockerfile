# One image for web, worker and beat. The worker drives the Chromium that is installed here.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_ENV=production
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium fonts-liberation libpango-1.0-0 libpangoft2-1.0-0 \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/autocfdi
COPY requirements.txt .
RUN pip install --no-cache-dir uv && uv pip install --system --no-cache -r requirements.txt
COPY . .
RUN DJANGO_ENV=build python manage.py collectstatic --noinput \
 && useradd --create-home --uid 10001 autocfdi \
 && mkdir -p /var/lib/autocfdi && chown autocfdi /var/lib/autocfdi
USER autocfdi
EXPOSE 8000
CMD ["daphne", "-b", "0.0.0.0", "-p", "8000", "config.asgi:application"]
