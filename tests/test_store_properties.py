"""No order of events in two tabs, and no interruption, loses a grade, doubles one, or leaves an older mark.

The tabs are two frames of one origin, so that a whole history is one call: storage events pass between them as between
tabs. What two processes do at the same moment is made of it: of the two tabs the later reads what stood before both.
A model says what must be kept. The examples are the same in every run (`derandomize`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser

from tests.bank import questions

IDS = [one.id for one in questions(page="employer/business.md")]
HEAVY = "link, header, nav, footer, script[src*=bundle], .index-section:not(:has(#employer-business))"
"""What the page of practice has and these histories do not need."""
GRADES = {"know": 4, "repeat": 1}

RUN = """
const KEY = "sobesednik.records:" + new URL("..", location).pathname;
const [ADDRESS, FRESH] = ["./?section=employer-business&number=&order=random&seed=a", 1_800_000_000_000];
const tabs = [];
let [full, stale, clock, round] = [[], [], FRESH, 0];

async function open(number) {
    tabs[number]?.remove();
    const frame = (tabs[number] = document.createElement("iframe"));
    [frame.src, frame.hidden] = [ADDRESS, true];
    await new Promise((loaded) => document.body.append(frame, ((frame.onload = loaded), "")));
    const page = frame.contentWindow;
    while (!page.sobesednik.setGrade) await new Promise((soon) => setTimeout(soon, 1));
    const { getItem, setItem } = page.Storage.prototype;
    page.Date.now = () => clock;
    page.Storage.prototype.getItem = function (name) {
        return name === KEY && number in stale ? stale[number] : getItem.call(this, name);
    };
    page.Storage.prototype.setItem = function (...what) {
        if (full[number]) throw new DOMException("full", "QuotaExceededError");
        if (what[0] === KEY && number in stale) stale[number] = what[1];
        setItem.call(this, ...what);
    };
}

/** Wait until each tab has heard of all that was written, and has no more to write. */
async function settled() {
    for (let before = NaN; before !== localStorage.getItem(KEY); ) {
        before = localStorage.getItem(KEY);
        round += 1;
        const heard = tabs.map(({ contentWindow }) => new Promise((hear) =>
            contentWindow.addEventListener("storage", function one({ key, newValue }) {
                if (key !== "round" || newValue !== String(round)) return;
                contentWindow.removeEventListener("storage", one);
                hear();
            })));
        localStorage.setItem("round", round);
        await Promise.all(heard);
    }
}

const press = (page, name) => {
    const all = [...page.document.querySelectorAll("article button:enabled")];
    const found = all.find((one) => one.textContent.startsWith(name) && !one.closest("[hidden]"));
    found?.click();
    return Boolean(found);
};

/** Do something in a tab; return what of it is kept for the tab, null where it cannot be done. */
function act(number, [what, ...values]) {
    const page = tabs[number].contentWindow;
    const site = page.sobesednik;
    let [id, mark] = values;
    let isNew = false;
    clock += 1000;
    if (what === "mark") site.setMark(id, mark);
    if (what === "back") return press(page, "Вернуть оценку") ? { entries: { ...site.entries() } } : null;
    if (what === "grade") {
        press(page, "Новый набор");
        isNew = press(page, "Продолжить") || press(page, "Начать");
        press(page, "Показать ответ");
        const real = site.setGrade;
        site.setGrade = (...given) => real(...([id] = given));
        page.document.querySelector(`[data-grade="${values[0]}"]`).click();
        site.setGrade = real;
    }
    return { id, isNew, entries: { ...site.entries() } };
}

async function run(events) {
    tabs.forEach((one) => one.remove());
    localStorage.clear();
    [full, stale, clock] = [[], [], FRESH];
    await Promise.all([open(0), open(1)]);
    const seen = [];
    for (const [what, number, ...values] of events) {
        const page = tabs[number].contentWindow;
        let told = [];
        if (what === "act") told = [act(number, ...values)];
        if (what === "race") {
            const before = localStorage.getItem(KEY);
            told = [act(number, values[0])];
            stale[1 - number] = before;
            told.push(act(1 - number, values[1]));
            stale = [];
        }
        if (what === "full") full[number] = values[0];
        if (what === "clock") clock += values[0];
        if (what === "away") {
            for (const name of ["pagehide", "pageshow"])
                page.dispatchEvent(new page.PageTransitionEvent(name, { persisted: true }));
        }
        if (what !== "act") await settled();
        if (what === "reload") await open(number);
        seen.push(told);
    }
    // The next thing that is kept takes with it what has waited.
    full = [];
    tabs.forEach(({ contentWindow }, number) => contentWindow.sobesednik.setMark("sheet/" + number, "done"));
    await settled();
    const shown = tabs.map(({ contentWindow }) => contentWindow.sobesednik.entries());
    return [seen, JSON.parse(localStorage.getItem(KEY)).entries, ...shown];
}
Object.assign(window, { run });
"""


# -- the model --------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Act:
    """What a reader did about a question; `before` is what stood there."""

    at: float
    mark: str
    grade: int | None
    before: Act | None
    is_undo: bool = False


@dataclass(frozen=True)
class Known:
    """What is known of a question in a place: in the storage, or in a tab which the storage has refused."""

    given: frozenset[Act] = frozenset()
    gone: frozenset[Act] = frozenset()
    last: Act | None = None

    def add(self, act: Act, *gone: Act | None) -> Known:
        """Do one thing more, after which some grades are no more."""
        given = self.given | ({act} if act.grade else set())
        return Known(given, self.gone | ({*gone} - {None}), act)

    def join(self, other: Known) -> Known:
        """Know of both: of marks the newer stands, of grades each that was not taken back."""
        last = max(self.last, other.last, key=lambda act: act.at if act else 0)
        return Known(self.given | other.given, self.gone | other.gone, last)

    def grades(self) -> Counter[int]:
        """Return how often each grade must be kept."""
        return Counter(one.grade for one in self.given - self.gone)

    def mark(self) -> str:
        """Return the mark that was given last, but for those that were taken back."""
        act, undone = self.last, self.gone
        while act and (act.is_undo or act in undone):
            act = act.before
        return act.mark if act else "none"


Place = dict[str, Known]


def joined(place: Place, other: Place) -> Place:
    """Return what is known in two places."""
    return {name: one.join(other[name]) for name, one in place.items()}


class Model:
    """The storage, two tabs, and what waits in them."""

    def __init__(self) -> None:
        self.storage: Place = {one: Known() for one in IDS}
        self.waiting: list[Place | None] = [None, None]
        self.full = [False, False]
        self.done: list[list[tuple[str, Act]]] = [[], []]

    def does(self, tab: int, what: tuple, told: dict | None, place: Place) -> Place:
        """Return a place as it is after a tab did something."""
        kind, *values = what
        if told is None:
            return place
        if kind == "back":
            name, undone = self.done[tab].pop()
            old = place[name]
            entry = told["entries"][name]
            return place | {name: old.add(Act(entry["at"], "", None, old.last, is_undo=True), undone)}
        name = told["id"]
        old, entry = place[name], told["entries"][name]
        if kind == "mark":
            # A mark that is taken away was none.
            gone = None if values[1] else old.last
            return place | {name: old.add(Act(entry["at"], values[1] or "none", GRADES.get(values[1]), old.last), gone)}
        if told["isNew"]:
            self.done[tab] = []
        act = Act(entry["at"], entry["mark"], values[0], old.last)
        self.done[tab].append((name, act))
        return place | {name: old.add(act)}

    def keep(self, tab: int, place: Place, read: Place) -> None:
        """Write what a tab knows, or have it wait there with what the tab has read."""
        if self.full[tab]:
            self.waiting[tab] = joined(place, read)
        else:
            self.storage = joined(self.storage, place)
            self.waiting[tab] = None

    def goes(self, event: tuple, told: list[dict | None]) -> None:
        """Go on with an event, of which the page has told what was done."""
        kind, tab, *values = event
        if kind == "full":
            self.full[tab] = values[0]
        if kind == "reload":
            self.waiting[tab], self.done[tab] = None, []
        acts = list(zip((tab, 1 - tab), values, told, strict=False)) if kind in {"act", "race"} else []
        # Of a race both begin with what there was before.
        read = self.storage
        places = [self.waiting[one] or read for one, *_ in acts]
        for (one, what, seen), place in zip(acts, places, strict=True):
            if seen:
                self.keep(one, self.does(one, what, seen, place), read)


# -- the histories ----------------------------------------------------------------------------

tab_numbers = st.integers(0, 1)
acts = st.one_of(
    st.tuples(st.just("grade"), st.integers(1, 4)),
    st.tuples(st.just("mark"), st.sampled_from(IDS), st.sampled_from(["know", "repeat", None])),
    st.just(("back",)),
)
events = st.one_of(
    st.tuples(st.just("act"), tab_numbers, acts),
    st.tuples(st.just("act"), tab_numbers, acts),
    st.tuples(st.just("race"), tab_numbers, acts, acts),
    st.tuples(st.just("full"), tab_numbers, st.booleans()),
    st.tuples(st.just("clock"), tab_numbers, st.sampled_from([-1_000_000_000, 1_000_000_000])),
    st.tuples(st.sampled_from(["away", "reload"]), tab_numbers),
)

KNOW = ("mark", IDS[0], "know")
# Each was a fault.
SAME_MOMENT = [("race", 0, KNOW, ("mark", IDS[0], "repeat"))]
SAME_TIME = [("act", 0, KNOW), ("clock", 0, -10_000_000), ("full", 1, True), ("act", 1, KNOW), ("act", 0, KNOW)]
TAKEN_AWAY = [
    *(("act", 0, KNOW), ("full", 1, True), ("act", 1, ("mark", IDS[1], "know"))),
    ("act", 0, ("mark", IDS[0], None)),
]
TAKEN_BACK = [*[("act", 0, ("grade", 1))] * 3, *[("act", 0, ("back",))] * 3]


def test_no_history_of_two_tabs_loses_or_doubles_a_grade(site_url, site: Path, tab: Page):
    light = LexborHTMLParser((site / "practice/index.html").read_text(encoding="utf-8"))
    for one in light.css(HEAVY):
        one.decompose()
    tab.route("**/practice/?*", lambda route: route.fulfill(body=light.html, content_type="text/html"))
    tab.route("**/practice/empty", lambda route: route.fulfill(body="", content_type="text/html"))
    tab.goto(site_url + "practice/empty")
    tab.evaluate(f"() => {{ {RUN} }}")

    @settings(
        max_examples=60,
        # To shrink what fails takes minutes: add Phase.shrink then.
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @example(SAME_MOMENT)
    @example(SAME_TIME)
    @example(TAKEN_AWAY)
    @example(TAKEN_BACK)
    @given(st.lists(events, min_size=4, max_size=14))
    def judge(history):
        seen, kept, *shown = tab.evaluate("events => run(events)", history)
        model = Model()
        for event, told in zip(history, seen, strict=True):
            model.goes(event, told)
        for number in (0, 1):
            model.goes(("full", number, False), [])
            model.keep(number, model.waiting[number] or model.storage, model.storage)
        assert shown == [kept, kept]
        for name, one in model.storage.items():
            entry = kept.get(name, {"mark": "none", "log": []})
            assert Counter(grade for _, grade in entry["log"]) == one.grades(), name
            assert entry["mark"] == one.mark(), name

    judge()
