"""What portals answer in English: border towns, airports, hotels, shops of foreign brands.

The same meanings as in `messages`, over folded text. An apostrophe may be typographic or missing.
"""

from automation.reading.understanding import Meaning
from automation.reading.vocabulary.rule import Rule, rule

_M = Meaning
_SALE = r"\b(?:purchase|receipt|ticket|order|sale|transaction|bill|folio|check|stay|trip|reservation|rental)"
_INVOICE = r"\b(?:invoice|cfdi)"

_ALREADY = rule(
    _M.ALREADY_INVOICED,
    r"already (?:been )?(?:invoiced|billed|used|redeemed|claimed)|previously (?:been )?(?:invoiced|billed)",
    rf"{_INVOICE}\b.{{0,50}}\b(?:already|previously)\b.{{0,20}}(?:issued|generated|created|exists?|requested)",
    rf"already (?:has|have|issued|generated|created|requested) (?:an?|the|your|this) {_INVOICE}",
    rf"{_INVOICE} already exists",
    unless=r"global|\bnot yet\b",
)
_CANCELLED = rule(
    _M.CANCELLED_SALE,
    rf"{_SALE}\b.{{0,40}}\b(?:void(?:ed)?\b|cancell?ed|refunded|returned|reversed)",
    unless=r"can be cancel|cancellation policy|in case",
)
_EXPIRED = rule(
    _M.EXPIRED,
    r"\b(?:period|deadline|time|window|term|limit|days)\b.{0,60}\b(?:ended|expired|passed|over|closed|elapsed|exceeded)",
    rf"{_SALE}\b.{{0,40}}\b(?:expired|too old|out of date)",
    r"no longer (?:be )?(?:invoic|bill|eligible|possible|valid)|global invoice|(?:previous|past|last|another) month|"
    r"(?:more|older) than \d+ (?:days|months)|deadline (?:has|is|was)|too late to",
    unless=r"session|password|\blink\b|token|certificate|verification",
)
_NOT_READY = rule(
    _M.NOT_READY,
    r"(?:has|have|is|are)(?:n?.?t| not)(?: yet)?\b.{0,25}(?:reached|arrived|synced|synchroni[sz]ed|processed|"
    r"loaded|uploaded|available|received|posted|registered|in our)",
    rf"{_SALE}\b.{{0,90}}(?:again|back) (?:later|tomorrow|in (?:a few|an?|\d+)|after)|"
    rf"{_SALE}\b.{{0,40}}(?:not (?:yet )?available|still (?:being )?(?:process|load|sync|pending))",
    r"(?:will|should) be available (?:in|after|within|tomorrow)|available (?:in|after|within) \d+",
    unless=r"session|global|maintenance|\b(?:service|site|system|server|page)\b(?!s).{0,25}available|no longer",
)
_EMAILED = rule(
    _M.EMAILED,
    r"(?:been|was|we.?ve|have|is being) e-?mailed|e-?mailed (?:it |them )?to\b|check your (?:e-?mail|inbox)|"
    r"(?:arrive|delivered|receive)\w*.{0,40}(?:inbox|e-?mail)",
    unless=r"\bnot\b|n.t\b|verification|password|confirm your",
)
_ISSUED = rule(
    _M.ISSUED,
    rf"{_INVOICE}\b.{{0,60}}\b(?:is|are|has been|was|were|have been) (?:now )?(?:successfully )?"
    r"(?:ready|issued|generated|created|stamped|available|complete|done)",
    rf"(?:successfully|we.?ve|we have) (?:issued|generated|created|stamped) (?:your|the|an?) {_INVOICE}|"
    rf"{_INVOICE} (?:successfully )?(?:issued|generated|created|ready)\b|here is your {_INVOICE}|"
    rf"(?:download|get) your {_INVOICE} (?:below|here|now)|{_INVOICE}\w* (?:completed|complete)\b",
    unless=r"\bnot\b|n.t\b|\berror\b|will be|\bonce\b|\bwhen\b|\bif\b|\bbefore\b|\bafter\b|already|previously|until|"
    r"fail|could|unable|no longer|cancel",
)
_NOT_FOUND = rule(
    _M.NOT_FOUND,
    r"(?:could|can|did|do|does|was|were|is|are|have)(?:n?.?t| ?not)(?: be| been)?(?: \w+){0,2} "
    r"(?:find|locate|found|located|recogni[sz]ed?|exist|match|identif)",
    rf"\bno (?:\w+ )?(?:{_SALE[2:]}|records?|results?|match\w*)s? (?:was |were )?(?:found|match|with|for)",
    rf"(?:{_SALE}|total|amount|date|number|code|store|branch|details?|information)\b.{{0,45}}"
    r"(?:do|does|did)(?:n?.?t| not) (?:match|exist|correspond|agree)",
    rf"(?:invalid|incorrect|wrong|unknown|unrecogni[sz]ed) (?:\w+ )?"
    rf"(?:{_SALE}|total|amount|code|number|store|branch)",
    rf"(?:{_SALE}|total|amount|code|store|branch)\b.{{0,25}}\b(?:is|are) "
    r"(?:invalid|incorrect|wrong|unknown|not valid)",
    unless=r"\bpage\b|\brfc\b|tax (?:id|regime)|\bsat\b|e-?mail|\buser|account|\bzip\b|postal|legal name|password",
)
_REQUIRED = rule(
    _M.VALIDATION,
    r"please (?:provide|choose|check|accept|review|fill|enter|select|complete|correct)|"
    r"\b(?:is|are) (?:required|mandatory)|missing|must (?:be|contain|have|accept|enter|select|provide|agree)|"
    r"can.?(?:no)?t be (?:blank|empty)|not a valid (?:rfc|e-?mail|zip|postal|tax id|number|date)|"
    r"invalid (?:e-?mail|zip|postal|tax id|date)",
    unless=r"please check (?:back|your (?:e-?mail|inbox))|\bsat\b",
)
_OUTAGE = rule(
    _M.OUTAGE,
    r"(?:service|site|portal|page|system|server|website)\b.{0,40}(?:unavailable|\bdown\b|not available|offline)|"
    r"(?:under|undergoing|scheduled) (?:\w+ )?maintenance|(?:be|come) (?:right )?back (?:soon|shortly)|"
    r"having (?:technical )?(?:problems|difficulties|issues)|temporarily (?:unavailable|out of)",
)
_TROUBLE = rule(
    _M.OUTAGE,
    r"an? (?:unexpected |unknown |internal )?error (?:has |have )?(?:occurred|happened)|went wrong|"
    r"unable to (?:process|generate|issue|complete|connect)|"
    r"could(?:n?.?t| not) (?:be )?(?:process|generat|issue|complet|connect|stamp)",
)
_CONFIRM = rule(
    _M.CONFIRM,
    r"(?:is|are) (?:this|the|your|these) (?:\w+ )?(?:information|data|details) (?:correct|right)|"
    r"do you (?:want|wish|confirm)\b.{0,30}(?:continue|issue|generate|invoice|proceed|submit|correct)|"
    r"please (?:confirm|review) (?:that )?(?:your|the) (?:data|information|details)",
)
_STEP_OK = rule(
    _M.STEP_OK,
    rf"{_SALE} (?:was |is |has been )?(?:found|valid|verified|added|located)\b",
    unless=r"\bnot\b|n.t\b|\bif\b",
)

AFTER: dict[Meaning, tuple[Rule, ...]] = {
    _M.ALREADY_INVOICED: (_ALREADY,),
    _M.CANCELLED_SALE: (_CANCELLED,),
    _M.EXPIRED: (_EXPIRED,),
    _M.NOT_READY: (_NOT_READY,),
    _M.EMAILED: (_EMAILED,),
    _M.ISSUED: (_ISSUED,),
    _M.NOT_FOUND: (_NOT_FOUND,),
    _M.CONFIRM: (_CONFIRM,),
    _M.STEP_OK: (_STEP_OK, _REQUIRED, _TROUBLE),
    _M.OUTAGE: (_OUTAGE,),
}
"""Each is tried right after the last Spanish rule of that meaning that stands before the general troubles."""

GENERAL = (
    r"^(?:note|important|remember|please note|tip)\b(?!\.)|(?:^|[.,;:!?]\s*)(?:and |but )?"
    r"if (?:you|your|the|it|this)\b|"
    r"\bin case\b|\bonly (?:purchases|tickets|receipts|sales|orders)\b|\bonce (?:your|the|it|issued|generated)\b|"
    r"\byou (?:can|may|have|will|must)\b(?! (?:no longer|not))|\bwithin \d+ (?:days|hours)|"
    r"\bwill be (?:sent|e-?mailed|issued|generated)\b|^(?:how|what|where|when|why|can i|do i)\b.*\?|"
    r"\b(?:purchases|receipts|tickets|orders) (?:from|of|older|made|with|are|can)\b"
)
"""A rule of the house, not an answer about this ticket."""

ATTRIBUTES = {
    "postal_code": r"\bzip\b|postal code|tax address|fiscal address",
    "fiscal_regime": r"(?:tax|fiscal) (?:regime|system)",
    "cfdi_use": r"cfdi use|use of (?:the )?cfdi|invoice use|use (?:of|for) (?:the |this )?invoice|cfdi usage",
    "legal_name": r"legal name|(?:company|business|taxpayer|customer) name",
    "rfc": r"\btax ?id\b|taxpayer id",
}
REFUSED = (
    r"(?:do|does|did|is|are|was|has|have|could|can)(?:n?.?t| ?not)(?: be| been)? (?:match|recogni[sz]|valid|"
    r"allowed|registered|correspond|active|permitted|accepted|found|exist|belong|agree|compatible)|mismatch|"
    r"rejected by|not (?:valid|allowed|recogni[sz]ed|permitted) (?:for|by|with)"
)
OF_SAT = r"tax (?:records|authority|regime)|\brecords\b"
