"""The doorbells and the central queue. Nothing else in the house knows RQ.

The rows in the database are the truth; a bell says "look", and a job on the central queue
carries the complaint's id only. Losing all of Redis costs no message, only the seconds until
somebody looks unasked. So nothing here raises when Redis is away.

A bell is a list that holds one thing or none: ringing twice before anybody looks is ringing
once, and whoever waits at it is woken at once (BLPOP).
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar, cast

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry as RedisRetry
from rq import Queue, Retry, SimpleWorker
from rq.exceptions import DuplicateJobError
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer

from storage.away import PATIENCE, RedisHere
from storage.door import tell_fault

Bell = Literal["converse", "deliver", "push", "fetch"]
BELLS: tuple[Bell, ...] = ("converse", "deliver", "push", "fetch")

CENTRAL = "central"
SLOTS = 8  # wakes for one complaint that may run at the same time while one more waits
TIMEOUT = 30  # seconds a job may run
TRIES_AGAIN = 3  # rq forgets the job of a killed worker unless it has a Retry
KEEP_FAILED = 60  # seconds
GAP = 0.005  # seconds between two rings of one process
MAINTENANCE = 30  # seconds between looks for the jobs of killed workers
RECONNECT = 2.0  # seconds at most between a worker's tries while Redis is away
PAUSED = "satu-pintu:paused"
LONGEST_PAUSE = timedelta(
    minutes=15
)  # an earlier version believed providers any number
BELL = "satu-pintu:bell:"
SHORTEST, LONGEST = 0.01, 1.0  # seconds for which Redis is asked to wait at a time
LATE = (
    0.3  # seconds by which Redis may be late to end a wait before it counts as hanging
)
BLIND = 0.7  # seconds between looks while nothing can ring

# A job that waits in the queue makes another needless: "waiting". One that already runs does
# not, because it may have looked before our row was there; neither does one whose worker was
# killed. So each complaint has several ids; the answer is the first that is free, or nothing.
FIND_SLOT = """
local free = false
for i = 2, #ARGV do
  local status = redis.call('HGET', ARGV[1] .. ARGV[i], 'status')
  if status == 'failed' or status == 'stopped' or status == 'canceled' or status == 'finished' then
    redis.call('DEL', ARGV[1] .. ARGV[i])
    status = false
  end
  if status and redis.call('LPOS', KEYS[1], ARGV[i]) then return 'waiting' end
  if not status and not free then free = ARGV[i] end
end
return free
"""

T = TypeVar("T")

log = logging.getLogger(__name__)


class Doorbell:
    """Wakes the workers. `module` is where the job `route` lives, by name: pushing imports nothing."""

    def __init__(self, redis_url: str, module: str = "worker") -> None:
        self._url = redis_url
        self._module = module
        self.here = RedisHere(redis_url)
        self._find_slot = self.here.client.register_script(FIND_SLOT)
        self._central = Queue(CENTRAL, self.here.client, serializer=JSONSerializer)
        self._waiting: Redis | None = (
            None  # the connection of `wait`, made when first needed
        )

    def ring(self, bell: Bell) -> bool:
        """Wake one of those who wait at this bell; False when Redis is away.

        Nobody waits just now: the next to come is woken. However often it is rung, once is enough.
        """
        return self._tell(lambda: self._ring(BELL + bell), otherwise=False)

    def wait(self, bells: Sequence[Bell], seconds: float) -> Bell | None:
        """Wait until one of these bells rings, but no longer than so many seconds; which one rang.

        While Redis is away nothing rings, and the wait is a short one. For one thread a process.
        """
        started = time.monotonic()
        try:
            while not self.here.away:
                left = started + seconds - time.monotonic()
                rung = self._listen(bells, max(SHORTEST, min(left, LONGEST)))
                if rung or left <= LONGEST:
                    return rung
        except RedisError as error:
            self.here.note(error)
        blind = started + min(seconds, BLIND)
        time.sleep(max(0.0, blind - time.monotonic()))
        return None

    def push(self, complaint_id: int) -> bool:
        """Put a completed complaint on the central queue, once; False when it could not be told."""
        return self._tell(lambda: self._enqueue(complaint_id), otherwise=False)

    def pause(self, channel: str, until: datetime) -> bool:
        """Let every worker leave a throttled channel alone until then; False when they could not be told."""
        return self._tell(lambda: self._note_pause(channel, until), otherwise=False)

    def paused(self, now: datetime) -> set[str]:
        """The channels to leave alone now; none when Redis is away."""
        none: dict[str, str] = {}
        pauses = self._tell(self._pauses, otherwise=none)
        return {
            channel
            for channel, until in pauses.items()
            if now < datetime.fromisoformat(until) <= now + LONGEST_PAUSE
        }

    def ping(self) -> bool:
        """Whether Redis answers."""
        return self._tell(lambda: bool(self.here.client.ping()), otherwise=False)

    def consume(self, *, burst: bool = False) -> None:
        """Run the jobs of the central queue until SIGTERM or SIGINT; with `burst` until it is empty.

        Returns, too, when Redis hangs: start it again then.
        """
        connection = Redis.from_url(self._url)
        worker = _Worker(
            [CENTRAL],
            connection=connection,
            serializer=JSONSerializer,
            maintenance_interval=MAINTENANCE,
            log_job_description=False,
        )
        try:
            worker.work(burst=burst, logging_level="WARNING")
        finally:
            connection.close()

    def close(self) -> None:
        """Close the connections."""
        self.here.close()
        if self._waiting:
            self._waiting.close()

    def _ring(self, key: str) -> bool:
        with self.here.client.pipeline(transaction=False) as both:
            both.rpush(key, 1)
            both.ltrim(key, -1, -1)
            both.execute()
        return True

    def _listen(self, bells: Sequence[Bell], seconds: float) -> Bell | None:
        if self._waiting is None:
            self._waiting = Redis.from_url(
                self._url,
                socket_timeout=LONGEST + LATE,
                socket_connect_timeout=PATIENCE,
                retry=RedisRetry(NoBackoff(), 0),
            )
        rung = self._waiting.blpop([BELL + bell for bell in bells], seconds)
        if rung is None:  # nobody can ring a Redis that is full, or only reads
            self.here.prove()
            return None
        name = cast("tuple[bytes, bytes]", rung)[0]
        return cast("Bell", name.decode().removeprefix(BELL))

    def _enqueue(self, complaint_id: int) -> bool:
        name = str(complaint_id)
        slots = [name, *(f"{name}_{number}" for number in range(1, SLOTS))]
        found: bytes | None = self._find_slot(
            [self._central.key], [Job.key_for(""), *slots]
        )
        if found is None:
            log.warning("every job of one complaint is running or lost")
            return False
        if found != b"waiting":
            self._add(found.decode(), complaint_id)
        return True

    def _add(self, slot: str, complaint_id: int) -> None:
        # A duplicate: someone pushed in the same moment, and theirs begins after our commit, too.
        with suppress(DuplicateJobError):
            self._central.enqueue_call(
                f"{self._module}.route",
                (complaint_id,),
                job_id=slot,
                unique=True,
                timeout=TIMEOUT,
                result_ttl=0,
                failure_ttl=KEEP_FAILED,
                retry=Retry(max=TRIES_AGAIN),
                description="route",
            )

    def _pauses(self) -> dict[str, str]:
        pauses = cast("dict[bytes, bytes]", self.here.client.hgetall(PAUSED))
        return {channel.decode(): until.decode() for channel, until in pauses.items()}

    def _note_pause(self, channel: str, until: datetime) -> bool:
        self.here.client.hset(PAUSED, channel, until.isoformat())
        return True

    def _tell(self, command: Callable[[], T], *, otherwise: T) -> T:
        return self.here.tell(command, lambda: otherwise)


class Ringer:
    """Rings from a thread of its own: at once, but not again within a moment.

    Whoever stores messages waits for no Redis, and thousands of them cost few rings. What
    is left unrung when the process ends is found by those who look unasked.
    """

    def __init__(self, ring: Callable[[], object], gap: float = GAP) -> None:
        self._ring = ring
        self._gap = gap
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self) -> None:
        """Have it rung after this moment."""
        self._wanted.set()
        if self._thread is None or not self._thread.is_alive():  # or we were forked
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._go_on, daemon=True)
                self._thread.start()

    def _go_on(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            self._ring()
            time.sleep(self._gap)


class _Worker(SimpleWorker):
    """Runs jobs in its own process: they are few, small and bounded."""

    max_connection_wait_time = RECONNECT

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """Run it, once what earlier workers that died left behind of it is gone.

        At the end rq looks all its executions up; over one that ran out of time it would fail
        a job that is done, and have it done again.
        """
        registry = job.execution_registry
        gone = [
            id_
            for id_ in registry.get_execution_ids()
            if not self.connection.exists(Execution(id_, job.id, self.connection).key)
        ]
        if gone:
            self.connection.zrem(registry.key, *gone)
            log.warning("job %s is run again: its worker was lost", job.id)
        return bool(super().perform_job(job, queue, execution))

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """One line: rq would write the whole traceback, with words that may quote a citizen."""
        tell_fault(log, f"job {job.id} failed", exc_info[1])

    def handle_job_failure(
        self, job: Job, queue: Queue, *args: Any, **kwargs: Any
    ) -> None:
        """Keep the traceback out of Redis: it may quote a citizen."""
        super().handle_job_failure(job, queue, *args, **kwargs | {"exc_string": ""})
