"""A stretch of prose, read sentence by sentence: who asks, who answers, what is only said."""

import re

from app.documents.interpret.actions import read_action, unmarked_action
from app.documents.interpret.decisions import decides, reviews
from app.documents.interpret.owners import Found
from app.documents.interpret.passages import LABEL, Passages
from app.documents.interpret.people import Mention as Speaker
from app.documents.interpret.questions import (
    ANSWER_MARK,
    BARE_INITIALS,
    DIALOGUE,
    QUESTION_MARK,
    Asking,
    asking,
    compound,
    verbs,
)
from app.documents.interpret.sentences import sentences
from app.documents.minutes import Kind

_REPLY_SPLIT = re.compile(
    r"(?:,\s+to which\s+|;\s+|,?\s+and\s+(?=the\s|[A-Z])|,\s+(?=in response)|\s+[–-]\s+(?=the\s))", re.I
)
_REPLIES = (
    "said|replied|responded|confirmed|explained|advised|stated|clarified|reported|answered|"
    "assured|reassured|outlined|noted|added|agreed|informed|indicated|acknowledged"
)
_SAID_LAST = re.compile(r"\s+(?:said|replied|answered|confirmed|explained|added)\s*\.?\s*$")
_IN_RESPONSE = re.compile(
    r"\s*(?:In (?:response|reply|answer) to|Responding to|Replying to|Answering)\s+(?:an?\s+|"
    r"the\s+|several\s+|further\s+|some\s+|\w+\s+)?(?:further\s+|"
    r"supplementary\s+)?(?:questions?|quer(?:y|ies))\b(?P<about>[^,]*),\s*",
    re.I,
)
_IMPERSONAL = re.compile(
    r"\s*(?:(?:In (?:response|reply|answer)|By way of)\b|(?:It|This) was (?:\w+ly |also |then "
    r")?(?:explained|confirmed|advised|reported|clarified|noted|stated|answered|thought|agreed|"
    r"acknowledged|observed|responded|replied|highlighted|said|felt|hoped|recognised)|The "
    r"(?:answer|response|reply)|Yes\b|No\b(?! (?:answer|response|reply))|Assurance was (?:given|provided)|"
    r"(?:Reassurance|An "
    r"update|An overview|Clarification|Confirmation|Further detail) was (?:also )?(?:given|"
    r"provided))",
)
_LEADING = re.compile(
    r"\s*(?:(?:In|On|At|As|For|With|Following|After|Prior|Before|Regarding|Turning|Having|"
    r"During|Although|While|Whilst|When|Since|Given|Despite|However|Additionally|Furthermore|"
    r"Also|Both|Finally|Further|Secondly|Firstly|Again|Then|Lastly|"
    r"Under)\b[^.]{0,220}?,?\s+)?$"
)


class Prose(Passages):
    """Reads the prose of a line."""

    def who(self, a: int, b: int) -> tuple[list[str], list[str]]:
        sentence = self.text[a:b]
        mentions = self.context.known.mentions(sentence)
        if asked := asking(sentence, self.context, mentions):
            return asked.by, asked.known_as
        subject = self._subject(sentence, mentions)
        return [m.words for m in subject], [m.known_as for m in subject]

    def _prose(self, starts: int, ends: int) -> None:
        if starts == 0 or not self.passages:
            label = LABEL.match(self.text)
            begin = label.end() if label and label.end() < ends else starts
        else:
            begin = starts
        text = self.text[:ends]
        if begin < ends and self._marked_speech(starts, begin, ends):
            return
        first = True
        for a, b in sentences(text, begin):
            self._sentence(starts if first else a, a, b)
            first = False
        if first and ends > starts:
            self.add(Kind.STATEMENT, starts, ends)

    def _speaker(self, words: str | None) -> tuple[list[str], list[str]]:
        if not words or not words.strip():
            return [], []
        parts = [p for p in re.split(r"\s*(?:,|&|\band\b)\s*", words.strip()) if p]
        known = []
        for part in parts:
            name, kind = self.context.known.person(part)
            known.append(name or part)
            if not name and kind is None and re.fullmatch(r"[A-Z]{2,5}", part):
                self.doubt(0, len(self.text), part, f"{part} is not in the attendance list", "speaker")
        return parts, known

    def _marked_speech(self, starts: int, begin: int, ends: int) -> bool:
        """ "Q: …", "A: JS – …" and "ZB – …": the mark says what the whole stretch is."""
        text = self.text
        if match := QUESTION_MARK.match(text, begin):
            by = match["by0"] or match["by1"] or match["by2"]
            rest = match.end()
            if not by and (who := DIALOGUE.match(text, rest) or BARE_INITIALS.match(text, rest)):
                by = who["who"]
            sign = text[begin : match.end()].rstrip()
            if sign.endswith(":") or re.match(r"Q\d|Question|Q\.", sign):
                speakers, known = self._speaker(by)
                self.add(Kind.QUESTION, starts, ends, speakers=speakers, known_as=known)
                return True
        match = ANSWER_MARK.match(text, begin)
        if match and (text[begin : match.end()].rstrip().endswith(":") or self.context.open_questions):
            by = match["by0"] or match["by1"] or match["by2"]
            if not by and (
                who := DIALOGUE.match(text, match.end()) or BARE_INITIALS.match(text, match.end())
            ):
                by = who["who"]
            speakers, known = self._speaker(by)
            self.add(Kind.ANSWER, starts, ends, speakers=speakers, known_as=known)
            return True
        match = DIALOGUE.match(text, begin)
        if match and (
            self.context.known.pattern.fullmatch(match["who"])
            or match["who"] in self.context.known.extra_initials
        ):
            speakers, known = self._speaker(match["who"])
            words = text[match.end() : ends]
            asks = "?" in words
            if asks and self.context.marks_questions:
                self.doubt(
                    begin,
                    ends,
                    "a statement",
                    "it ends in a question mark, but questions are marked Q: here",
                    "kind",
                )
                asks = False
            cut = begin
            if asks:
                mark = max(b for a, b in sentences(text[:ends], match.end()) if "?" in text[a:b])
                self.add(Kind.QUESTION, starts, mark, speakers=speakers, known_as=known)
                cut = mark
                if cut < ends:
                    self.add(Kind.STATEMENT, cut, ends, speakers=speakers, known_as=known)
            else:
                kind = Kind.ANSWER if self._may_answer(known, same_line=False) else Kind.STATEMENT
                self.add(kind, starts, ends, speakers=speakers, known_as=known)
            return True
        return False

    def _sentence(self, starts: int, a: int, b: int) -> None:
        text, context = self.text, self.context
        sentence = text[a:b]
        said = reviews(sentence, in_review=context.section_kind == "review")
        if said:
            self._review(starts, b, said[0], sentence.strip(), said[1])
            return
        if self.passages and self.passages[-1].kind == Kind.REVIEW and self._goes_on(sentence):
            self.passages[-1].ends = b
            return
        if (match := _IN_RESPONSE.match(text[:b], a)) and self._in_response(match, starts, b):
            return
        mentions = context.known.mentions(sentence)
        if asked := asking(sentence, context, mentions):
            self._question(asked, starts, a, b, mentions)
            return
        if decides(sentence):
            self.add(Kind.DECISION, starts, b)
            return
        if (found := unmarked_action(sentence, context)) and not (
            context.lead in (Kind.ANSWER, Kind.QUESTION) and self.bullet
        ):
            self._unmarked(found, starts, a, b)
            return
        if context.lead == Kind.QUESTION and self.bullet and not self._subject(sentence, mentions):
            self.add(Kind.QUESTION, starts, b, speakers=list(context.lead_by), known_as=list(context.lead_by))
            return
        if context.lead == Kind.DECISION and self.bullet:
            self.add(Kind.DECISION, starts, b)
            return
        if sentence.rstrip(" )").endswith("?") and self._asks_directly(sentence, starts, b, mentions):
            return
        self._told(sentence, starts, b, mentions)

    def _goes_on(self, sentence: str) -> bool:
        """Whether a sentence after what became of an action still belongs to it."""
        mentions = self.context.known.mentions(sentence)
        return (
            not self._subject(sentence, mentions)
            and asking(sentence, self.context, mentions) is None
            and not decides(sentence)
        )

    def _unmarked(self, found: Found, starts: int, a: int, b: int) -> None:
        context = self.context
        if context.marks_actions and not context.section_kind:
            self.doubt(
                starts,
                b,
                "a statement",
                "it reads like an action, but actions are marked as such here",
                "kind",
            )
            self._told(self.text[a:b], starts, b, [])
            return
        moved = Found(starts, b, found.words)
        self.add(Kind.ACTION, starts, b, action=read_action(moved, context, self.unsure))

    def _in_response(self, match: "re.Match[str]", starts: int, b: int) -> bool:
        text, context = self.text, self.context
        rest = context.known.mentions(text[match.end() : b])
        subject = [m for m in rest if m.starts <= 4]
        speakers = [m.words for m in subject]
        known = [m.known_as for m in subject]
        about = match["about"]
        if re.search(
            r"\b(?:about|on|regarding|concerning|relating|as to|whether|over|around|how|why|what|if|of)\b",
            about,
        ):
            askers = context.known.mentions(about)
            askers = [m for m in askers if re.search(r"\b(?:from|by)\s+$", about[: m.starts])]
            self.add(
                Kind.QUESTION,
                starts,
                match.end(),
                speakers=[m.words for m in askers],
                known_as=[m.known_as for m in askers],
            )
            if not askers:
                self.doubt(starts, match.end(), "nobody named", "it is not said who asked", "speaker")
            self.add(Kind.ANSWER, match.end(), b, speakers=speakers, known_as=known)
        else:
            self.add(Kind.ANSWER, starts, b, speakers=speakers, known_as=known)
        return True

    def _question(self, asked: Asking, starts: int, a: int, b: int, mentions: list[Speaker]) -> None:
        text, context = self.text, self.context
        if asked.lead_in:
            self.add(Kind.STATEMENT, starts, b, speakers=asked.by, known_as=asked.known_as)
            return
        if asked.refused or asked.is_request:
            why = asked.refused or "it asks for something to be done: perhaps an action"
            self.doubt(starts, b, "a statement", why, "kind")
            self._told(text[a:b], starts, b, mentions)
            return
        cut = b
        for match in _REPLY_SPLIT.finditer(text[:b], a):
            after = [m for m in mentions if 0 <= m.starts + a - match.end() <= 14]
            verb = after and re.match(rf"\s+(?:\w+ly\s+)?(?:{_REPLIES})\b", text[a + after[0].ends : b])
            if verb and after[0].known_as not in asked.known_as:
                cut = match.end()
                break
        self.add(Kind.QUESTION, starts, cut, speakers=asked.by, known_as=asked.known_as)
        if asked.why:
            self.doubt(starts, cut, ", ".join(asked.known_as) or "nobody named", asked.why, "speaker")
        if cut < b:
            self._told(text[cut:b], cut, b, context.known.mentions(text[cut:b]))

    def _asks_directly(self, sentence: str, starts: int, b: int, mentions: list[Speaker]) -> bool:
        context = self.context
        if context.marks_questions:
            self.doubt(
                starts,
                b,
                "a statement",
                "it ends in a question mark, but questions are marked Q: here",
                "kind",
            )
            return False
        last = self.passages[-1] if self.passages else None
        if last and last.kind == Kind.QUESTION:
            by = list(last.known_as)
            self.add(Kind.QUESTION, starts, b, speakers=by, known_as=by)
            return True
        subject = self._subject(sentence, mentions)
        by = [m.known_as for m in subject] if subject else []
        printed = [m.words for m in subject] if subject else []
        self.add(Kind.QUESTION, starts, b, speakers=printed, known_as=by)
        if not by:
            self.doubt(starts, b, "nobody named", "it is not said who asks", "speaker")
        return True

    def _subject(self, sentence: str, mentions: list[Speaker]) -> list[Speaker]:
        """The speakers a sentence begins with, if a verb of speaking follows."""
        speaks = verbs(self.context.known.lexicon).after_name
        for index, mention in enumerate(mentions):
            if not _LEADING.fullmatch(sentence[: mention.starts]):
                break
            last = index
            while last + 1 < len(mentions) and re.fullmatch(
                r"\s*(?:,|,?\s*and|&|/)\s*(?:the\s+)?",
                sentence[mentions[last].ends : mentions[last + 1].starts],
            ):
                last += 1
            if speaks.match(sentence, mentions[last].ends):
                return compound(mentions, last, sentence)
        return []

    def _told(self, sentence: str, starts: int, b: int, mentions: list[Speaker]) -> None:
        context = self.context
        subject = self._subject(sentence, mentions)
        speakers, known = [m.words for m in subject], [m.known_as for m in subject]
        pronoun = re.match(r"\s*(?:He|She|They)\b", sentence)
        if not subject and pronoun and context.last_speakers:
            known = list(context.last_speakers)
            speakers = list(known)
        if (
            not subject
            and not pronoun
            and (said := [m for m in mentions if _SAID_LAST.match(sentence, m.ends)])
        ):
            speakers, known = [said[-1].words], [said[-1].known_as]
        if not subject and not pronoun and (who := BARE_INITIALS.match(sentence.lstrip())):
            verb = re.match(rf"[A-Z/]+\s+(?:{context.known.lexicon.replying})\b", sentence.lstrip())
            if verb and (who["who"] in context.known.extra_initials or context.known.person(who["who"])[0]):
                speakers, known = self._speaker(who["who"])
        waiting = [q for q in context.open_questions if not q.answered]
        after_question = waiting and (self.passages[-1].kind == Kind.QUESTION if self.passages else True)
        if not subject and pronoun and after_question and known == waiting[-1].by:
            replies = re.match(rf"\s*(?:He|She|They)\s+(?:also\s+)?(?:{_REPLIES})\b", sentence)
            if replies:
                printed = pronoun.group().strip()
                speakers, known = [printed], list(context.before_last) or [printed]
                self.doubt(
                    starts, b, ", ".join(known), "a pronoun answers right after the question", "speaker"
                )
        same_line = bool(self.passages) and self.passages[-1].kind in (Kind.QUESTION, Kind.ANSWER)
        if context.lead == Kind.ANSWER and self.bullet:
            by = known or list(context.lead_by)
            self.add(Kind.ANSWER, starts, b, speakers=speakers or list(by), known_as=by)
            return
        if self._may_answer(known, same_line=same_line) and (
            known or same_line or self._impersonal(sentence, starts, b)
        ):
            self.add(Kind.ANSWER, starts, b, speakers=speakers, known_as=known)
        else:
            self.add(Kind.STATEMENT, starts, b, speakers=speakers, known_as=known)

    def _impersonal(self, sentence: str, starts: int, b: int) -> bool:
        """A paragraph after a question that names nobody: an answer only where it reads like one."""
        waiting = [q for q in self.context.open_questions if not q.answered]
        if not waiting or waiting[-1].line != self.context.line_no - 1:
            return False
        if _IMPERSONAL.match(sentence):
            self.doubt(starts, b, "an answer", "it is not said who answers", "answer")
            return True
        if not self.passages:
            self.doubt(starts, b, "a statement", "it follows a question and may be its answer", "answer")
        return False
