"""What happens slowly beside the loops: policy and places are read again, drills, the quota, the auditor."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.auditor import Audit, audit
from bot.clock import Clock
from bot.directory import Places, newer_places
from bot.drills import drill
from bot.month import Budget, budget_of, note
from bot.net.deadman import all_is_well
from bot.net.quota import count_members, read_quota
from bot.notices import notice_row
from bot.paths import paths
from bot.policy import load_policy, policy_version
from bot.rows import OUTBOX
from bot.settings import Settings
from bot.staffing import is_busy
from bot.store import Store
from handlers.effects import Notify
from models.field import SUPERVISOR
from models.policy import Policy
from models.times import DAY, MINUTE

log = logging.getLogger("ess.slow")
EVERY = 5.0
QUOTA_EVERY = 10 * MINUTE
DRILLS_EVERY = MINUTE
# Seconds that the auditor leaves to the others between pieces.
REST = 0.005
# A stop waits this long for the piece in hand; a question to LINE that nobody answers is left behind.
LEAVES = 0.5


class StoppedError(Exception):
    """The service stops: what is not finished comes again after the next start."""


@dataclass(slots=True)
class Slow:
    """One thread. `round()` does whatever is due at this moment; tests call it by hand."""

    settings: Settings
    store: Store
    clock: Clock
    policy: Policy
    changed: Callable[[Policy], None] = lambda _: None
    places: Places | None = None
    moved: Callable[[Places], None] = lambda _: None
    budget: Budget | None = None
    busy: bool = False
    last_audit: Audit | None = None
    _version: int = 0
    _done: dict[str, int] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="slow", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(LEAVES)

    def _rest(self, seconds: float = 0) -> None:
        if self._stop.wait(seconds):
            raise StoppedError

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            try:
                self.round()
            except StoppedError:
                log.info("a slow round is left for the next start")
            except Exception:  # the house allows it here: who looks after everything must not end
                log.exception("the slow round has failed and comes again")

    def round(self) -> None:
        now = self.clock.now()
        self.read_policy()
        self.read_places()
        self._rest()
        if self._due("quota", QUOTA_EVERY, now):
            self.read_quota(now)
        if self._due("members", DAY, now) and not count_members(self.settings, self.store, self._rest):
            self._done["members"] = now - DAY + QUOTA_EVERY
        if self._due("drills", DRILLS_EVERY, now):
            drill(self.store, self.policy, now)
        if self._due("audit", self.policy.audit_every, now):
            self.audit(now)
        self._rest()
        with self.store.read() as connection:
            self.budget = budget_of(connection, self.policy, now)
            self.busy = is_busy(connection, self.policy)

    def may_push(self, kind: str) -> bool:
        return self.budget is None or self.budget.allows(kind)

    def _due(self, what: str, every: int, now: int) -> bool:
        if now - self._done.get(what, now - every) < every:
            return False
        self._done[what] = now
        return True

    def read_policy(self) -> None:
        with self.store.read() as connection:
            version = policy_version(connection)
        if version != self._version:
            self._version, self.policy = version, load_policy(self.store)
            self.changed(self.policy)

    def read_places(self) -> None:
        """Centres and boundaries as another process, or the console, has changed them since."""
        if self.places is not None and (new := newer_places(self.store, self.places)):
            self.places = new
            self.moved(new)

    def read_quota(self, now: int) -> None:
        """LINE's figures; the supervisors are warned once for each share that is passed."""
        found = read_quota(self.settings)
        self._rest()
        if found is None:
            return
        passed = note(self.store, self.policy, *found, now)
        if passed is not None:
            notify = Notify(SUPERVISOR, "quota", f"quota:{now}", note=str(passed))
            self.store.write(lambda c: self._tell(c, notify, now))

    def audit(self, now: int) -> None:
        self.last_audit = audit(self.store, self.policy, self.clock, lambda: self._rest(REST))
        for each in self.last_audit.findings:
            said = "the auditor repaired a step" if each.repaired else "the auditor leaves a step for people"
            log.error(said, extra={"kind": each.kind})
        if self.last_audit.well and self.settings.deadman_url:
            all_is_well(self.settings.deadman_url, now)

    def _tell(self, connection: sa.Connection, notify: Notify, now: int) -> None:
        rows = [notice_row(now, notify, path) for path, active in paths(connection, notify.owner) if active]
        if rows:
            connection.execute(sa.insert(OUTBOX), rows)
