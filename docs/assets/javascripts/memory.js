/* When a question is due again: FSRS-6, the algorithm of Anki, with its default parameters. Everything follows from the
 * grades that were given and when, so only those are kept (store.js). Formulas:
 * https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm. No random days are added to an interval:
 * two devices with the same grades name the same day. tests/test_memory.py compares with the reference implementation. */
"use strict";
(window.sobesednik ??= {}).memory = (() => {
  const [AGAIN, HARD, GOOD, EASY] = [1, 2, 3, 4];
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  const W = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
  ];
  const FACTOR = 0.9 ** (-1 / W[20]) - 1;
  const LONGEST = 36_500;
  /* Milliseconds after which a new question, or one that was forgotten, is asked again, until it is known. */
  const STEPS = { learning: [MINUTE, 10 * MINUTE], relearning: [10 * MINUTE] };

  /** The chance, from 0 to 1, that a question is remembered at `now`, in milliseconds; 0 where it was never asked. */
  const chance = ({ stability, last }, now) =>
    last === null ? 0 : (1 + (FACTOR * Math.max(0, Math.floor((now - last) / DAY))) / stability) ** -W[20];

  const startOf = (grade) => W[4] - Math.E ** (W[5] * (grade - 1)) + 1;
  const bounded = (difficulty) => Math.min(Math.max(difficulty, 1), 10);

  function difficultyAfter(difficulty, grade) {
    const moved = difficulty - ((10 - difficulty) * W[6] * (grade - 3)) / 9;
    return bounded(W[7] * startOf(EASY) + (1 - W[7]) * moved);
  }

  /** Stability after a grade: days after which the chance has fallen to nine in ten. */
  function stabilityAfter({ stability, difficulty, last }, grade, now) {
    if (now - last < DAY) {
      const growth = Math.E ** (W[17] * (grade - 3 + W[18])) * stability ** -W[19];
      return stability * (grade === AGAIN ? growth : Math.max(growth, 1));
    }
    const forgotten = 1 - chance({ stability, last }, now);
    if (grade === AGAIN) {
      const long = W[11] * difficulty ** -W[12] * ((stability + 1) ** W[13] - 1) * Math.E ** (forgotten * W[14]);
      return Math.min(long, stability / Math.E ** (W[17] * W[18]));
    }
    const bonus = { [HARD]: W[15], [GOOD]: 1, [EASY]: W[16] }[grade];
    return stability * (1 + Math.E ** W[8] * (11 - difficulty) * stability ** -W[9] * (Math.E ** (forgotten * W[10]) - 1) * bonus);
  }

  /** Whole days until the chance has fallen to `retention`. */
  function days(stability, retention) {
    const exact = (stability / FACTOR) * (retention ** (-1 / W[20]) - 1);
    // Of two whole days that are equally near the even one, as the reference implementation has it.
    const half = Math.floor(exact);
    const whole = exact - half === 0.5 ? half + (half % 2) : Math.round(exact);
    return Math.min(Math.max(whole, 1), LONGEST);
  }

  /** Return what is known of a question after one more grade. `state` is "learning", "review" or "relearning", `step`
   * counts within the first and the last of these; `last` and `due` are times in milliseconds. */
  function review(card, [now, grade], retention) {
    const isNew = card.last === null;
    const stability = Math.max(isNew ? W[grade - 1] : stabilityAfter(card, grade, now), 0.001);
    const difficulty = isNew ? bounded(startOf(grade)) : difficultyAfter(card.difficulty, grade);
    const known = { state: "review", step: 0, wait: days(stability, retention) * DAY };
    let next = known;
    if (card.state === "review") {
      if (grade === AGAIN) next = { state: "relearning", step: 0, wait: STEPS.relearning[0] };
    } else {
      const [{ state, step }, steps] = [card, STEPS[card.state]];
      if (grade === AGAIN) next = { state, step: 0, wait: steps[0] };
      else if (grade === HARD) next = { state, step, wait: hard(step, steps) };
      else if (grade === GOOD && step + 1 < steps.length) next = { state, step: step + 1, wait: steps[step + 1] };
    }
    return { state: next.state, step: next.step, stability, difficulty, last: now, due: now + next.wait };
  }

  function hard(step, steps) {
    if (step > 0) return steps[step];
    return steps.length === 1 ? steps[0] * 1.5 : (steps[0] + steps[1]) / 2;
  }

  const NEW = { state: "learning", step: 0, stability: null, difficulty: null, last: null, due: null };

  /** Return what follows from a history, [[time, grade], …] in the order of time; `retention` is the chance, from 0.7 to
   * 0.97, below which a question is not to fall. */
  const recall = (log, retention = 0.9) => log.reduce((card, one) => review(card, one, retention), NEW);

  /* What the reader has chosen in practice, in this browser. */
  const KEY = `sobesednik.practice:${window.__md_scope?.pathname ?? "/"}`;

  /** The settings of practice, and a session that was left; {} where there are none. */
  function settings() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return {}; // refused, or not ours
    }
  }

  function keep(changed) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...settings(), ...changed }));
    } catch {
      // Refused or full: the grades are kept apart from it.
    }
  }

  const retention = () => ([0.85, 0.9, 0.95].includes(settings().retention) ? settings().retention : 0.9);
  const known = (log) => recall(log, retention());
  /** Tell whether a question that was asked before is to be asked again. */
  const isDue = (log, now = Date.now()) => log.length > 0 && known(log).due <= now;

  return { AGAIN, HARD, GOOD, EASY, DAY, recall, review, chance, known, isDue, retention, settings, keep };
})();
