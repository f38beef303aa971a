"""The dialogue of `learn`: a person says group by group what is meant, and sees what would change."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.classroom import Classroom
from bot.cli.learned import SHOWN, tell_gathered, tell_group, tell_preview
from bot.cli.picking import Line, ask_line, ask_until, picked
from bot.cli.talk import counted, dim, say, tell
from bot.errors import SetupError, with_remedy
from bot.settings.suggest import did_you_mean
from bot.teaching.change import Change, NewIntent, changed
from bot.teaching.drafting import FileDraft, is_name, is_topic, name_of
from bot.teaching.examples import NoExampleError
from bot.teaching.questions import Gathered, Group

_CHOICES = "1-3 that intent · i another · n a new one · x not about us · s skip · w preview and save · q quit"
_SENTENCES = "Enter teaches these · “1 3” only those · “2 TEXT” says the second so · “-2” without it · 0 none"


class Lesson:
    """A person at the terminal and the groups to look at."""

    def __init__(self, room: Classroom, found: Gathered) -> None:
        self._room, self._found = room, found

    def hold(self) -> int:
        """Go through the groups; 1 where the input ended before what was taught was saved."""
        for line in tell_gathered(self._found):
            say(line)
        try:
            self._go_through()
        except EOFError:
            if not self._room.change.nothing:
                tell("The input has ended before the end of the lesson: what was not saved is not written.")
                return 1
        return 0

    def _go_through(self) -> None:
        groups = self._found.groups
        for number, group in enumerate(groups, 1):
            say()
            for line in tell_group(group, f"Group {number} of {len(groups)}"):
                say(line)
            if not self._about(group):
                break
        self._review(last=True)

    def _about(self, group: Group) -> bool:
        """Ask what a group is about until something is done with it; False ends the lesson."""
        while True:
            letter, _, rest = ask_line(_CHOICES).partition(" ")
            if letter in {"", "s"}:
                return True
            if letter == "q":
                return False
            if letter == "w":
                self._review()
            elif self._done(group, letter, rest):
                return True

    def _done(self, group: Group, letter: str, rest: str) -> bool:
        """Do with a group what a person chose; tells whether the next may come."""
        match letter:
            case "x":
                return self._dismissed(group)
            case "n":
                return self._teach_new(group)
            case "i":
                intent = self._intent(rest or ask_line("Which intent?"))
                return bool(intent) and self._teach(group, intent)
            case _ if letter.isdecimal() and 1 <= int(letter) <= len(group.proposals) and not rest:
                return self._teach(group, group.proposals[int(letter) - 1].intent)
            case _:
                say(f"“{letter}” is none of these.")
                return False

    def _intent(self, name: str) -> str:
        """Give the intent of a name, "" where there is none."""
        known = changed(self._room.loaded.knowledge.intents, self._room.change)
        if name in known:
            return name
        say(f"There is no intent “{name}”: {did_you_mean(name, known) or 'see the folder intents/'}")
        return ""

    def _teach(self, group: Group, intent: str) -> bool:
        """Add sentences of a group to an intent; tells whether there were any."""
        taught = 0
        for line in self._pick(group, intent):
            try:
                self._room.add(intent, line.language, line.text)
                taught += 1
            except NoExampleError as error:
                say(f"  not taught: {with_remedy(error, error.hint)}")
        if taught:
            say(f"{counted(taught, 'sentence')} for “{intent}”, not written yet.")
        return taught > 0

    def _pick(self, group: Group, intent: str) -> Sequence[Line]:
        """Have the sentences chosen and put right, until the person is content with what is shown."""
        lines = [Line(text=item.text, language=item.language) for item in group.questions[:SHOWN]]
        while lines:
            say(f"For “{intent}”:")
            for number, line in enumerate(lines, 1):
                say(f"  {number:>2}  {line.text}  {dim(line.language)}")
            answer = ask_line(_SENTENCES)
            if not answer:
                return lines
            chosen = picked(lines, answer)
            if chosen is None:
                say(f"“{answer}” is none of these.")
            else:
                lines = chosen
        return ()

    def _teach_new(self, group: Group) -> bool:
        new = self._new_intent(group)
        if new is None:
            return False
        before = self._room.change
        self._room.change = before.with_intent(new)
        if self._teach(group, new.name):
            return True
        self._room.change = before
        return False

    def _new_intent(self, group: Group) -> NewIntent | None:
        """Ask for a new intent's title, name and topic; None where the person gives none."""
        known = changed(self._room.loaded.knowledge.intents, self._room.change)
        first, *others = self._room.loaded.knowledge.settings.brand.languages
        title = ask_line(f"Its title in “{first}”, as customers may be asked “did you mean …?” (Enter: back)")
        if not title:
            return None
        titles = {language: text for language in others if (text := ask_line(f"Its title in “{language}”"))}
        name = ask_until(
            f"Its name (Enter: {name_of(title)})",
            name_of(title),
            lambda text: is_name(text) and text not in known,
            "A name is small letters, digits and _, and no other intent's.",
        )
        topics = sorted({intent.topic for intent in known.values()}) or ["general"]
        likely = known[group.proposals[0].intent].topic if group.proposals else topics[0]
        topic = ask_until(
            f"Its topic: {', '.join(topics)}, or a new one (Enter: {likely})",
            likely,
            is_topic,
            "A topic is small letters, digits, - and _.",
        )
        return NewIntent(name=name, topic=topic, title=title, titles=titles, answers=group.answers)

    def _review(self, *, last: bool = False) -> None:
        """Show what would change, and save it if the person says so; `last`: there is no way back."""
        if self._room.change.nothing:
            return
        found, drafts = self._room.preview(), self._room.drafts()
        say()
        for line in (*tell_preview(found), "", *(line for item in drafts for line in item.diff())):
            say(line)
        yes = "insist" if found.refused else "y"
        why = "insist saves it, though others suffer" if found.refused else "y saves it"
        while True:
            answer = ask_line(f"{why} · d throws it away" + ("" if last else " · b back to the groups"))
            if answer == yes and self._saved(drafts):
                return
            if answer == "d":
                self._room.change = Change()
                say("Thrown away; nothing was written.")
                return
            if answer == "b" and not last:
                return

    def _saved(self, drafts: Sequence[FileDraft]) -> bool:
        """Write the files; what keeps them from being written is told, and the change is kept."""
        try:
            self._room.save(drafts)
        except SetupError as error:
            say(f"Not saved: {with_remedy(error, error.hint)}")
            return False
        say("Saved. A Sportello that is running reads it by itself.")
        return True

    def _dismissed(self, group: Group) -> bool:
        try:
            self._room.dismiss([question.digest for question in group.questions])
        except SetupError as error:
            say(f"Not remembered: {with_remedy(error, error.hint)}")
            return False
        say(f"{counted(len(group.questions), 'text')} will not be shown again.")
        return True
