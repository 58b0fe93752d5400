"""What the grammar knows about words: offices and their abbreviations, ranks, bodies, and verbs that ask and reply.

This is data to be read and extended. An office adds its own with `DEFAULT.extended(offices=[Office(...)])`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.documents.minutes import OrganisationKind


@dataclass(frozen=True, slots=True)
class Office:
    """A post somebody holds: "CC", also written "Chief Constable" or "the Chief"."""

    abbreviation: str
    names: tuple[str, ...]
    kind: OrganisationKind


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation or group that can speak or owe something, by a word that its name contains."""

    name: str
    kind: OrganisationKind


OFFICES = (
    Office(
        "PCC",
        ("Police and Crime Commissioner", "Police & Crime Commissioner", "Commissioner"),
        "commissioner",
    ),
    Office(
        "DPCC",
        (
            "Deputy Police and Crime Commissioner",
            "Deputy Police & Crime Commissioner",
            "Deputy PCC",
            "Deputy Commissioner",
        ),
        "commissioner",
    ),
    Office(
        "APCC",
        (
            "Assistant Police and Crime Commissioner",
            "Assistant Police & Crime Commissioner",
            "Assistant PCC",
            "Assistant Commissioner for policing",
        ),
        "commissioner",
    ),
    Office(
        "PFCC", ("Police, Fire and Crime Commissioner", "Police Fire and Crime Commissioner"), "commissioner"
    ),
    Office("DPFCC", ("Deputy Police, Fire and Crime Commissioner", "Deputy PFCC"), "commissioner"),
    Office("CC", ("Chief Constable", "Chief"), "force"),
    Office("DCC", ("Deputy Chief Constable",), "force"),
    Office("ACC", ("Assistant Chief Constable",), "force"),
    Office("ACO", ("Assistant Chief Officer",), "force"),
    Office("CFO", ("Chief Finance Officer", "Chief Financial Officer"), "other"),
    Office("CEO", ("Chief Executive", "Chief Executive Officer"), "other"),
)

BODIES = (
    Body("OPCC", "commissioner"),
    Body("OPFCC", "commissioner"),
    Body("Office of the Police and Crime Commissioner", "commissioner"),
    Body("Office of the PCC", "commissioner"),
    Body("Police and Crime Commissioner", "commissioner"),
    Body("Police & Crime Commissioner", "commissioner"),
    Body("PCC's office", "commissioner"),
    Body("Police and Crime Panel", "other"),
    Body("Police and Crime Plan", "other"),
    Body("Children’s Services", "other"),
    Body("Children's Services", "other"),
    Body("Constabulary", "force"),
    Body("Police", "force"),
    Body("force", "force"),
    Body("Chief Officers", "force"),
    Body("Chief Officer", "force"),
    Body("Council", "other"),
)

RANKS = (
    "Chief Superintendent",
    "Detective Chief Superintendent",
    "Detective Superintendent",
    "Superintendent",
    "Chief Inspector",
    "Detective Chief Inspector",
    "Detective Inspector",
    "Inspector",
    "Detective Sergeant",
    "Sergeant",
    "Detective Constable",
    "Police Constable",
    "Commander",
    "Ch Supt",
    "C/Supt",
    "Ch. Supt",
    "Chief Supt",
    "Det Supt",
    "D/Supt",
    "Det Ch Supt",
    "Supt",
    "Ch Insp",
    "C/Insp",
    "Chief Insp",
    "Insp",
    "DCI",
    "DI",
    "DCS",
    "PS",
    "Sgt",
    "PCSO",
)

COURTESY = (
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Mx",
    "Dr",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Prof",
    "Professor",
    "Rev",
    "Revd",
    "Cllr",
    "Cllr.",
    "Councillor",
    "Alderman",
    "Ald",
    "Cr",
)

ROLE_WORDS = frozenset(
    """officer director manager constable commissioner chief head lead leader clerk councillor chair
    chairman chairwoman chairperson vice-chair vice-chairman secretary secretariat executive adviser
    advisor scientist inspector superintendent sergeant analyst coordinator co-ordinator
    administrator assistant deputy president treasurer member trustee representative rep engineer
    architect consultant solicitor accountant auditor mayor portfolio governor principal professor
    lecturer researcher planner ranger warden governance minutes minute-taker note-taker observer
    convenor convener preses moderator headteacher teacher worker champion scrutineer chaplain
    curate vicar rector partner specialist strategist registrar bursar ombudsman actuary editor
    designer developer nurse doctor co-chair co-opted liaison apprentice intern trainee supervisor
    controller cio cto ceo cfo coo commander""".split()
)

ORGANISATION_WORDS = frozenset(
    """ltd limited plc llp council university college school trust foundation institute association police
    constabulary department ministry office agency authority nhs group partnership society service
    services board committee panel company uk health care network academy commission probation
    housing fire rescue borough county district parish charity federation union hospital ics icb
    media press""".split()
)

GROUPS = (
    "Members of the public",
    "member of the public",
    "Board members",
    "Board member",
    "Panel members",
    "Panel member",
    "Committee members",
    "Committee member",
    "Council members",
    "Council member",
    "Members of the Board",
    "Members of the Panel",
    "Members of the Committee",
    "Members",
    "Member",
    "Councillors",
    "Councillor",
    "Board",
    "Panel",
    "Committee",
    "Sub-Committee",
    "Council",
    "Cabinet",
    "Meeting",
    "Working Group",
    "Group",
    "Chair",
    "Chairman",
    "Chairwoman",
    "Chairperson",
    "Vice-Chair",
    "Vice Chair",
    "Vice-Chairman",
    "Vice Chairman",
    "Deputy Chair",
    "Co-Chair",
    "Clerk",
    "Deputy Clerk",
    "Parish Clerk",
    "Town Clerk",
    "Secretary",
    "Secretariat",
    "Treasurer",
    "Leader",
    "Mayor",
    "Challenge owner",
    "Team",
    "Trustees",
    "Governors",
    "Officers",
    "Officer",
    "resident",
    "residents",
    "parishioner",
    "parishioners",
    "Director",
    "Monitoring Officer",
    "Chief Executive",
    "Chief Finance Officer",
    "Head of Policy",
    "Panel's",
)

DECIDING_GROUPS = (
    "board|panel|committee|sub-committee|council|cabinet|meeting|members|members present|"
    "councillors|group|trustees|governors|"
    "working group|forum|partnership|executive|authority|assembly"
)
"""Bodies whose agreeing is a decision; a person who agrees merely agrees."""

ASKED_FOR = (
    "reassurance|assurances?|clarification|clarity|confirmation|views?|information|details?|updates?|explanations?|"
    "understanding|feedback|opinions?|evidence|comments?|insight|assessment|figures|data|breakdown|overview|briefing|"
    "timescales?|timelines?|timetable|answers?|commitment|certainty|sight|thoughts|examples?|justification|rationale|"
    "report|statistics|numbers?|names?|list|copies|copy|advice on|guidance on|questions|"
    "analysis|position|response|context"
)
"""What one seeks or requests when one asks a question, rather than a thing to be done."""

ASKING = r"asked|queried|questioned|challenged|enquired|inquired|wondered|probed|pressed|quizzed|interrogated"

REPLYING = (
    "said|replied|responded|confirmed|explained|advised|stated|clarified|reported|answered|assured|reassured|outlined|"
    "noted|added|provided|updated|referred|referenced|described|acknowledged|accepted|agreed|informed|indicated|"
    "recognised|recognized|highlighted|believed|felt|thought|talked|gave|set out|emphasised|stressed|commented|"
    "expected|expects|has|is|was|were|are|would|will|had|summarised|presented|offered|undertook|committed|told|suggested|"
    "observed|detailed|re-emphasised|reiterated|pointed|considered|apologised|expressed|shared|discussed|spoke|"
    "mentioned|raised|welcomed|thanked|declared|remarked|introduced|welcome|stood|did|can|could|drew|reminded|"
    "demonstrated|hoped|hopes|believes|agrees|thinks|feels|feel|suggests|proposed|seconded|read|took|made|played|"
    "reflected|praised|congratulated|closed|opened|cautioned|warned|estimated|showed|"
    "recommended|urged|concurred|queried"
)
"""Verbs that follow the name of somebody who speaks."""

IMPERATIVES = frozenset(
    """send share start provide write circulate arrange include add update review contact investigate check
    confirm consider prepare produce publish invite ask explore develop report follow speak discuss
    raise ensure organise organize obtain complete submit forward email e-mail set amend create
    draft liaise seek draw bring look identify monitor remove schedule book present progress note
    feed advise request chase make get give take put hold find establish agree clarify begin
    continue deliver work engage meet undertake implement gather collate compile distribute issue
    revise finalise finalize approve sign upload post place pay purchase buy order repair replace
    install apply register respond reply return record recruit appoint nominate support assist help
    map test pilot scope plan design build assess analyse evaluate examine measure resolve close
    open extend increase reduce improve strengthen transfer move keep maintain refer escalate brief
    inform notify tell call visit inspect attend convene coordinate co-ordinate facilitate lead
    promote advertise communicate consult survey translate clean cut paint fix fit supply request
    quote cost allocate defer delete correct change format align link combine split merge table
    re-circulate recirculate re-send resend refresh revisit re-issue reissue re-examine double-check
    sense-check commission embed capture look-into reconsider ratify endorse append attach audit
    benchmark check-in define demonstrate determine document encourage enter file flag hand
    highlight host influence initiate insert join launch let list log lobby mark nominate offer
    outline own pass pick pursue push query read rearrange re-arrange receive release remind re-run
    reschedule resubmit rewrite run sample save scrutinise secure select separate show simplify
    source store study suggest summarise take tidy track train trial understand use validate verify
    withdraw""".split()
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words the grammar goes by. Frozen: an office's own lexicon is a new one, made by `extended`."""

    offices: tuple[Office, ...] = OFFICES
    bodies: tuple[Body, ...] = BODIES
    ranks: tuple[str, ...] = RANKS
    courtesy: tuple[str, ...] = COURTESY
    groups: tuple[str, ...] = GROUPS
    role_words: frozenset[str] = ROLE_WORDS
    organisation_words: frozenset[str] = ORGANISATION_WORDS
    asking: str = ASKING
    asked_for: str = ASKED_FOR
    replying: str = REPLYING
    imperatives: frozenset[str] = IMPERATIVES

    def extended(
        self,
        *,
        offices: Iterable[Office] = (),
        bodies: Iterable[Body] = (),
        ranks: Iterable[str] = (),
        groups: Iterable[str] = (),
        role_words: Iterable[str] = (),
    ) -> "Lexicon":
        """This lexicon with an office's own words; what is added goes before what is built in."""
        return replace(
            self,
            offices=(*offices, *self.offices),
            bodies=(*bodies, *self.bodies),
            ranks=(*ranks, *self.ranks),
            groups=(*groups, *self.groups),
            role_words=self.role_words | {word.lower() for word in role_words},
        )


DEFAULT = Lexicon()
