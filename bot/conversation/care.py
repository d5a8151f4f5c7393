"""Recognise distress about oneself, as opposed to work in care, health, HR and emergencies.

Each pattern needs the person in it (*I have cancer*, *shouts at me*, *my anxiety*): the same words about
others are their work (*I run the cancer ward*, *I investigate bullying complaints*).
"""

from __future__ import annotations

import re

from bot.text.faq import Care

_WORK = (
    r"(?: |-)(?:patients?|clients?|customers?|residents?|children|kids|people|staff|callers?|students?"
    r"|survivors?|victims?"
    r"|nurses?|officers?|doctors?|teams?|lists?|wards?|clinics?|cases?|claims?|calls?|cover|policy"
    r"|policies|bookings?"
    r"|schedul\w+|appointments?|records?|reports?|forms?|leave|survey|studies|study|research|data|theatre"
    r"|slots?"
    r"|insurance|screening|services?|centre|center|unit|campaign|programmes?|programs?|training|talks?"
    r"|workshops?"
    r"|awareness|testing|tests?|team|drugs?|machine|equipment|registrar|department|round|rota|roster"
    r"|caseload)\b"
)
_CONDITION = (
    r"(?:cancer|leuka?emia|lymphoma|tumou?r|chemo\w*|radiotherapy|dialysis|depression"
    r"|anxiety|panic attacks?|ptsd|adhd"
    r"|insomnia|bipolar"
    r"|miscarriage|stroke|heart attack|epilepsy|seizures?|diabetes|chronic pain|surgery|operation|biopsy"
    r"|illness|disease"
    r"|injur(?:y|ies)|disability|disabilities|migraines?|nervous breakdown|breakdown|burn[- ]?out|mental"
    r" health"
    r"|suicidal thoughts|flashbacks|nightmares|eating disorder|health (?:problems?|issues?|condition"
    r"|scare)|concussion)"
)
_VERY = (
    r"(?:(?:so|too|very|totally|completely|really|just|getting|badly|a bit|quite|all|already|feeling"
    r"|always|super|damn|still"
    r"|constantly|a little|utterly|physically|mentally|emotionally|super duper|kind of|pretty|more and"
    r" more) )*"
)
_I_AM = (
    r"\b(?:i'?m|i am|im|i feel|feeling|i felt|i'?ve been|i have been|i was|i got|i get|i keep feeling"
    r"|i'?ve become|am) "
)
_I_HAVE = (
    r"\b(?:i have|i'?ve|i had|i'?ve got|i got|i get|i keep (?:having|getting)|i'?m having|i am having|i"
    r" suffer(?:ed)? from"
    r"|i'?m suffering from|i live with|i was diagnosed with|diagnosed with|i'?m recovering from|i am"
    r" recovering from"
    r"|i'?m (?:undergoing|going through|waiting for|due for)|i am (?:undergoing|going through)|i (?:start"
    r"|started|begin)"
    r"|i need|after my|since my) (?:(?:my|a|an|the|been|had|got|some|really|bad|severe|breast|lung|early"
    r"|stage \w+|more|another|open"
    r"|heart|brain|back|knee|major|mild|clinical|chronic|terrible|constant|regular) )*"
)
_FAMILY = (
    r"(?:mum|mom|mummy|mother|mama|dad|daddy|father|papa|wife|husband|son|daughter|brother|sister|baby"
    r"|child|kid|partner"
    r"|best friend|friend|gran\w*|nan|nana|ah ma|ah gong|uncle|aunt\w*|cousin|boyfriend|girlfriend"
    r"|fianc[eé]e?"
    r"|parents|twin|dog|cat)"
)
_ILL = (
    r"(?:ill|sick|poorly|unwell|warded|hospitali[sz]ed|dying|terminal|covid|(?:not|isn'?t"
    r"|isnt) (?:\w+ )?(?:well"
    r"|doing (?:so |too |very )?well)|(?:in|to|into) (?:the |a )?(?:hospital|icu|intensive care|a ?& ?e|coma"
    r"|hospice|surgery)(?! \w+ing)|(?:on|having|needs|has) (?:an? )?(?:ventilator|chemo|operation|surgery"
    r"|scan))"
)
"""What is said of somebody who is ill."""
_FAMILY_IS = (
    rf"(?:\b(?:my|our) (?:(?!(?:not|is)\b)\w+ )?(?!dog|cat){_FAMILY}(?: in law)?"
    r"|^(?:\w+[ ,]+){0,3}?(?:mum|mom|mummy|mother|dad|daddy|father|wife|husband|gran(?:ny|dad|dma|dpa)?))"
    r"(?:'?s)?(?: (?:is|are|was|were|has|have|had|been|gone|went|got|fell|taken|rushed|admitted|brought"
    r"|back|still"
    r"|just|very|really|so|quite|a bit|badly|seriously|critically|also|now|getting|feeling))*"
)
_PATTERNS: tuple[tuple[Care, str], ...] = (
    (
        "crisis",
        r"\bthinking (?:of|about) jumping\b(?! ship)|\bi feel like dying\b"
        r"|\bthink(?:ing)?\b.{0,20}\b(?:of|about) (?:not|never) (?:waking up|being here|existing|going on)\b"
        r"|\bjump(?:ing)? off (?:a|the|this) (?:bridge|building|roof|block|balcony)\b"
        r"|\b(?:kill|killing|hurt|hurting|harm|harming|hang|hanging) myself\b|\b(?:cut|cutting) myself(?!"
        r" off| short| a| some)"
        r"|\bend(?:ing)? (?:my (?:own )?life|it all)\b|\b(?:think|thinking|thought"
        r"|thoughts)\b.{0,12}\b(?:of|about) (?:ending it"
        r"|suicide|dying|death every)|\b(?:i'?m|i am|i feel|i'?ve been|i was|feeling) (?:\w+ )?suicidal\b(?!"
        r" (?:patients?|people))"
        r"|\bi (?:\w+ )?(?:attempted|tried|want|wanted|might|will|plan(?:ned)? to)(?: to)? (?:commit"
        r" )?suicide\b"
        r"|\bi(?:'ve|'m| have| am)? (?:been )?self[- ]?harm(?:ing|ed)?\b"
        r"|(?<!who )(?<!they )(?<!that )\b(?:want|wish|rather|wanna|ready|prefer|be easier)"
        r" (?:to be |to |i was |i were |i could )?(?:just"
        r" )?(?:die|be dead|dead|disappear"
        r" forever)\b|\b(?:wish|hope|pray)\b.{0,20}\bnot wake up\b|\b(?:never|don'?t|do not|not) want(?:"
        r" to)? wake up\b"
        r"|\b(?:don'?t|do not|dont|dun) want (?:to )?(?:live|be alive|exist|be here any ?more|go on living)\b"
        r"|\bno (?:reason|point|will) (?:to live|in living|living)\b|\bpoint (?:of|in) (?:living|life"
        r"|being alive|going on)\b"
        r"|\bbetter off (?:dead|without me)\b|\b(?:nobody|no one|no-one)\b.{0,10}\b(?:miss|notice"
        r"|care)\b.{0,8}\b(?:me|i'?m gone|i"
        r" (?:die|was gone|were gone|go))\b",
    ),
    (
        "danger",
        r"\b(?:gets?|got|is (?:being|getting)|was|been|being|are (?:being|getting)) (?:\w+ )?"
        r"(?:hit|beaten|slapped|punched|molested|abused|starved|raped|assaulted|locked (?:up|in))\b.{0,30}"
        r"\bby (?:his|her|their|the) (?:own |step)?-?(?:dad|daddy|father|mum|mom|mother|uncle|aunt|parents?"
        r"|brother|carers?|husband|wife|boyfriend|partner|teacher|coach)\b"
        r"|\b(?:his|her|their) (?:own |step)?-?(?:dad|father|mum|mom|mother|uncle|parents?|husband|boyfriend"
        r"|carers?) (?:\w+ )?(?:hits?|beats?|hurts?|slaps?|abuses?|molests?|locks) (?:him|her|them)\b"
        r"|\bi(?:'ve| have)? (?:saw|seen|can see) (?:the |her |his |their )?bruises\b",
    ),
    (
        "harassment",
        r"\b(?:bull(?:y|ies|ied|ying)|harass\w*|threaten\w*|grop(?:e|es|ed|ing)|humiliat\w+|molest\w*"
        r"|stalk\w*|blackmail\w*)"
        r"(?: \w+)? me\b|\b(?:shouts?|shouting|screams?|screaming|yells?|yelling|swears?|swearing|hits?"
        r"|spits?|laughs?|laughing)"
        r" at me\b|\bpick(?:s|ed|ing)? on me\b|\btouch(?:es|ed|ing)? (?:me|my (?:leg|thigh|bum|breast|back"
        r"|body))\b"
        r"|\bcall(?:s|ed|ing)? me (?:names|stupid|useless|fat|ugly|slut|dumb|an idiot)\b|\b(?:exclud\w+"
        r"|isolat\w+|ostracis\w+) me\b"
        r"|\bmak(?:es?|ing) my life (?:hell|miserable)\b"
        rf"|{_I_AM}(?:being |getting |constantly |always |often |regularly |sexually )*(?:bullied|harassed"
        rf"|abused|threatened"
        r"|discriminated|mobbed|molested|victimi[sz]ed|shouted at|picked on|assaulted|groped|humiliated"
        r"|stalked|raped)\b"
        r"|^(?:being |getting |got |kena )(?:\w+ )?(?:bullied|harassed|abused|threatened|mobbed|picked on"
        r"|scolded every)\b"
        r"|\b(?:racist|sexist|sexual|homophobic)\b.{0,30}\b(?:to|at|about|towards|against|thrown at|on) me\b"
        r"|\bsend(?:s|ing)? me (?:\w+ )?(?:sexual|dirty|nude|explicit)\b|\bi get (?:racist|sexist|sexual)\b"
        r"|\b(?:my )?(?:boss|manager|supervisor|colleagues?|team ?lead|lead|director)(?:'s)? (?:is |keeps?"
        r" |are )?(?:a |so )?"
        r"(?:bull(?:y|ies|ying)|abusive|abus(?:es|ing) me|toxic)\b(?! (?:training|policy|cases?))"
        r"|^(?:there is |i face |facing |got |kena )?(?:workplace )?(?:bullying|harassment)(?: at work|"
        r" here| lah| every ?day)*$"
        r"|\b(?:he|she|husband|wife|partner|boyfriend|girlfriend|dad|father|ex)\b.{0,12}\b(?:hits?|beats?"
        r"|slaps?|chokes?|hurts?"
        r"|punche[sd]?|kicks?) me\b",
    ),
    (
        "loss",
        rf"\bmy (?:late |dear |own |little |elder |older |younger |only )*{_FAMILY} (?:just |has |have "
        rf"|had |suddenly |recently )*"
        r"(?:died|passed(?! (?:her|his|the|their|an?|all)\b)|is dying|is gone|was killed"
        r"|killed (?:himself|herself)|took (?:his|her) (?:own"
        r" )?life)\b"
        rf"|\b(?:i|we) (?:just |recently |also )*(?:lost|buried|cremated) (?:my|our) (?:\w+ )?{_FAMILY}\b"
        rf"|\b(?:death|funeral|passing|wake|loss) of my (?:\w+ )?{_FAMILY}\b|\bmy {_FAMILY}'?s (?:funeral"
        rf"|death|passing|wake)\b|\bfuneral (?:for|of) (?:my|our) (?:\w+ )?{_FAMILY}\b"
        rf"|{_FAMILY_IS} (?:died|passed (?:away|on|last|this|in|yesterday|on)|no longer with us)\b"
        r"|\b(?:i'?m|i am|still) grieving\b|\bi (?:had|lost|suffered) (?:a |my |our )?(?:miscarriage|the"
        r" baby|baby|stillbirth)\b",
    ),
    (
        "burnout",
        rf"{_I_AM}{_VERY}(?:burn(?:t|ed|ing)?[- ]?out|exhausted|stress(?:ed)?|overwhelmed|drained|worn out"
        rf"|hopeless|empty"
        r"|miserable|worthless|useless|alone|lonely|numb|broken|trapped|depressed|at (?:my |the"
        r" )?(?:breaking point|limit|end)"
        r"|at the end of my|falling apart|breaking down|losing it|(?:scared|afraid|terrified) (?:to|of)"
        r" (?:go|going|come|coming"
        r"|work|my)|not (?:ok(?:ay)?|coping|doing (?:well|ok)|fine)|a failure|drowning|struggling to"
        r" (?:cope|sleep|get up"
        rf"|function))\b(?!{_WORK}| (?:bulbs?|lights?|motors?))"
        r"|^(?:(?:so|very|damn|super|too|totally|really|completely|quite|always|feeling|wah|aiyo|just"
        r"|bit)[ ,]+)*"
        r"(?:burn(?:t|ed)[- ]?out|exhausted|stress(?:ed)?|overwhelmed|drained|depressed|mentally tired)"
        r"(?:$|,|[ ,]+(?:already|lah?|leh|lor|sia|until|and|but|from|because|cos|by|at work|these|every"
        r"|out|man|liao|la)\b)"
        r"|(?:^|\bi (?:really |just |still |simply |honestly )?)(?:can'?t|cannot|can not|couldn'?t|cant)"
        r" (?:really )?"
        r"(?:cope|take (?:it|this)(?: any ?more| already)?$|take (?:it|this) any|go on|sleep|breathe|stop"
        r" crying|get out of bed)"
        r"|\bi (?:haven'?t|have not|don'?t|do not|can'?t|hardly|barely) (?:sle(?:pt|ep)|eat|eaten)\b"
        r"|\b(?:can'?t|cannot|cant) (?:do|handle|face) this any ?more\b"
        r"|(?:,|\band|\bbut) (?:i )?(?:can'?t|cannot|cant) sleep\b"
        r"|\bi lie awake\b|\blying awake\b"
        r"|^(?:i'?ve )?been crying\b|\brunning on empty\b|\bso tired of (?:everything|it all|life)\b"
        r"|\bi (?:just )?want (?:it|everything) (?:all )?to (?:stop|end)\b|\bcannot tahan\b"
        r"|\b(?:so|very) (?:stress|stressed)$"
        r"|\bi (?:\w+ )?(?:cry|cried|keep crying|was crying|burst into tears|broke down|break down)\b(?!"
        r" (?:the|boxes|costs|walls))"
        r"|\bi dread\b|\bdread(?:ing)? (?:work|mondays?|going|coming|every|the next)\b"
        r"|\b(?:at|reached) (?:my |the )?breaking point\b|\bno energy left\b|\bmental(?:ly)? (?:breakdown"
        r"|tired|exhausted)\b"
        r"|\bi (?:really )?hate (?:my life|myself|waking up)\b|\b(?:typed|wrote|drafted|writing|typing)"
        r" (?:out )?my resignation\b"
        r"|\bi feel like (?:a failure|giving up|crying|dying|nothing|i'?m (?:nothing|drowning|failing))\b"
        r"|\b(?:i'?m|i am|im) (?:scared|afraid|terrified) (?:to|of) (?:go|going|come|coming|work|my"
        r" boss)\b|\bi (?:shake|tremble) when\b"
        r"|\b(?:my|going through (?:a|my)) divorce\b|\b(?:started|keep|been) drinking\b|\bdrink(?:ing)?"
        r" (?:to (?:cope|sleep|forget"
        r"|get through)|myself)|\bi(?:'m| am| keep|'ve been)? having nightmares\b|\bmy nightmares\b"
        r"|\b(?:it|work|this job)(?:'s| is)?"
        r" (?:killing|breaking|destroying) me\b",
    ),
    (
        "health",
        r"\bi(?:'?m| am) (?:on|taking) (?:medication|medicine|meds|pills|antidepressants|sleeping pills)\b|"
        rf"{_I_HAVE}{_CONDITION}\b(?!{_WORK})"
        rf"|\bmy (?:own |bad |severe |breast |lung |heart |brain |back |knee |chronic |first |last |next"
        rf" )*{_CONDITION}\b(?!{_WORK})"
        rf"|{_I_AM}{_VERY}(?:ill|unwell|sick|anxious|in (?:so much |constant |great )?pain|hospitali[sz]ed"
        rf"|disabled|bleeding"
        rf"|pregnant and|diagnosed|dying|terminally ill)\b(?!{_WORK})|\b(?:i'?m|i am|i was|i'?ve been"
        rf"|currently) on (?:medical|sick|hospital"
        r"\w*|long|mental health) leave\b(?! cover)"
        r"|\bmy (?:doctor|therapist|psychiatrist|gp|specialist|oncologist|counsellor)\b.{0,6}\b(?:says?"
        r"|said|told|thinks|wants me|put me"
        r"|gave me|diagnosed)\b|\bi (?:see|am seeing|'m seeing) (?:a|my) (?:therapist|psychiatrist"
        r"|counsellor)\b"
        r"|\b(?:found|saw) (?:something|a (?:\w+ )?(?:lump|mass|tumou?r|shadow|spot))\b.{0,12}\bmy\b"
        r"|\bmy (?:scan|biopsy|blood|test|mri|x-?ray) (?:results?|shows?|came|was|is)\b|\blump in my\b"
        r"|\bmy (?:chest|heart|hands?|stomach|head|back|body|legs?|knees?|throat|lungs?|eyes?|shoulders?)"
        r" (?:\w+ ){0,2}(?:tight\w*|hurts?"
        r"|hurting|aches?|aching|pounds?|pounding|races|racing|shakes?|shaking|painful|gives? out|killing"
        r" me|trembl\w+|going numb)\b"
        r"|\bmy (?:mental )?health (?:is|has|got|keeps|was|condition|getting|problems?|issues?)\b|\bmy"
        r" (?:blood pressure|weight|eyesight)\b"
        r".{0,12}\b(?:high|low|bad|dropping|worse)\b|\bi (?:collapsed|fainted|passed out|blacked out)(?:"
        r" at| on| in| during| yesterday|"
        r" last| today| twice| before| again|$)|\bi (?:keep )?(?:throw|threw|throwing) up\b|\bi (?:vomit"
        r"|was vomiting)\b"
        rf"|\bmy {_FAMILY} (?:has|got|had|was diagnosed with) (?:a |just |had |got )*(?:cancer|dementia"
        rf"|stroke|heart attack)\b"
        rf"|{_FAMILY_IS} {_ILL}\b(?!{_WORK})"
        rf"|\b(?:at|in) (?:the )?(?:hospital|hospice|icu|a&e) with (?:my|our) (?:\w+ )?{_FAMILY}\b"
        rf"|\b(?:my|our) (?:ill|sick|dying|unwell) {_FAMILY}\b",
    ),
)
_PUBLIC = re.compile(
    r"\b(?:parents|users?|callers?|customers?|patients?|passengers?|guests?|clients?|residents?|students?"
    r"|pupils?"
    r"|kids|children|visitors?|the public|shoppers?|riders?|tenants?|fans)(?: \w+){0,2}"
    r" (?:shout|scream|yell|swear|spit)(?:s|ed|ing)? at (?:me|us)\b"
)
"""The public's temper is part of many jobs."""
_KNOWN = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)


def needs_care(text: str) -> Care | None:
    """Return the kind of distress somebody expresses about themselves, or None."""
    low = _PUBLIC.sub("", " ".join(text.casefold().replace("’", "'").split()))
    return next((kind for kind, pattern in _KNOWN if pattern.search(low)), None)
