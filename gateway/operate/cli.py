"""`satupintu`: run the product, one of its parts, or look into it."""

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gateway.setup.logs import set_up_logs, tell_crashes
from gateway.setup.settings import BadSettings, Settings, settings_here

if TYPE_CHECKING:
    from gateway.setup.parts import Parts
    from intake.messages import Address

USAGE_EXIT, FAULT_EXIT = 2, 1
YEARS = range(2000, 2200)  # in which the clock can be run
OWNER_ONLY = 0o077  # what nobody else may do with the files we make
SETUP_STEPS = ("place", "agencies", "telegram", "whatsapp", "phone", "mail", "backup")
TRIAL_LOOK = 1.0  # seconds between two looks
SENDS = {"run", "worker"}  # to people, among other things
SERVES = {"run", "web", "worker", "poller"}  # whole or in part, until told to stop
# What needs no database, or makes, mends or looks for one itself.
WITHOUT_DATABASE = {
    "run",
    "setup",
    "simulator",
    "migrate",
    "chat",
    "simulate",
    "agencies",
    "check",
} | {*("restore", "doctor", "admin-link", "telegram")}


def main() -> None:
    """Entry point: 0 done, 1 it did not work, 2 wrong settings or usage."""
    os.umask(OWNER_ONLY)
    set_up_logs()
    tell_crashes()
    arguments = _parser().parse_args()
    try:
        if arguments.do is _setup:  # it mends what would be refused here
            sys.exit(_setup(None, arguments))
        settings = settings_here()
        _live_in(settings.timezone)
        set_up_logs(settings.log_format, settings.log_level)
        _demand(settings, arguments)
        sys.exit(arguments.do(settings, arguments) or 0)
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(USAGE_EXIT)
    except Exception as error:  # noqa: BLE001  (what has no sentence is raised again)
        _tell(error)
        sys.exit(FAULT_EXIT)


def _live_in(timezone: str) -> None:
    """What a person reads, a log's lines among it, is told in the deployment's zone."""
    os.environ["TZ"] = timezone
    time.tzset()


def _demand(settings: Settings, arguments: argparse.Namespace) -> None:
    """BadSettings when the command cannot work with what is there."""
    from gateway.setup.real_providers import demand_own_agencies
    from gateway.setup.wiring import demand_key, demand_schema

    command = arguments.command
    if command in SENDS and getattr(arguments, "queue", None) in {None, "deliver"}:
        demand_own_agencies(settings)
    if command not in WITHOUT_DATABASE:
        demand_schema(settings)
    if command in SERVES - WITHOUT_DATABASE:
        demand_key(settings)


def _tell(error: Exception) -> None:
    """One sentence about what may always happen; what may not is raised again."""
    from gateway.operate.plainly import plainly

    said = plainly(error)
    if not said:
        raise error
    sys.stderr.write(f"{said}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="satupintu", description="One door for citizens' complaints."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, (does, help_, arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=help_, description=help_)
        command.set_defaults(do=does, command=name)
        for flag, options in arguments.items():
            command.add_argument(flag, **options)
    return parser


def _run(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.operate.processes import CannotStart, Household
    from gateway.setup.wiring import warm_up
    from storage.embedded_redis import RedisFailed

    warm_up()
    try:
        Household(settings, _roles(settings)).run()
    except (CannotStart, RedisFailed) as error:
        sys.stderr.write(f"{error}\n")
        return FAULT_EXIT
    return 0


def _roles(settings: Settings) -> list[tuple[str, Callable[[], object]]]:
    """What `run` keeps alive; read here, once, for all of them."""
    from gateway.operate import polling, server, simulating, workers

    roles: list[tuple[str, Callable[[], object]]] = [
        ("web", partial(server.serve, settings)),
        *workers.roles(settings),
    ]
    if settings.simulated:
        roles.append(("simulator", partial(simulating.serve, settings)))
    if settings.telegram_mode == "polling" and settings.telegram_bot_token:
        roles.append(("poller", partial(polling.serve, settings)))
    return roles


def _setup(_settings: Settings | None, arguments: argparse.Namespace) -> int:
    from gateway.operate.installing.terminal import missing, set_up

    given = dict(arguments.set or ())
    if arguments.missing:
        return 0 if missing(given) else FAULT_EXIT
    well = set_up(arguments.steps, given, silent=arguments.yes)
    return 0 if well else FAULT_EXIT


def _trial(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.installing.trial import trial
    from gateway.setup.wiring import build

    end: float = time.monotonic() + arguments.seconds

    def wait() -> bool:
        time.sleep(TRIAL_LOOK)
        return time.monotonic() < end

    well = True
    for line in trial(build(settings), wait):
        print(line, flush=True)
        well = well and not line.startswith("FAULT")
    return 0 if well else FAULT_EXIT


def _setup_step(written: str) -> str:
    if written not in SETUP_STEPS:
        raise argparse.ArgumentTypeError(
            f"{written} is none of {', '.join(SETUP_STEPS)}"
        )
    return written


def _pair(written: str) -> tuple[str, str]:
    from gateway.setup.settings import TABLE

    name, equals, value = written.partition("=")
    if not equals or name not in TABLE:
        raise argparse.ArgumentTypeError(f"{name} is no setting; write NAME=value")
    return name, value


def _web(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.operate.server import serve

    serve(settings)
    return 0


def _worker(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.workers import work

    work(settings, arguments.queue)
    return 0


def _poller(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.operate.polling import serve

    serve(settings)
    return 0


def _simulator(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.operate.simulating import serve

    serve(settings)
    return 0


def _migrate(settings: Settings, _arguments: argparse.Namespace) -> int:
    from storage.migrations import NewerSchema, migrate

    settings.var_dir.mkdir(parents=True, exist_ok=True)
    try:
        migrate(settings.database_url)
    except NewerSchema as error:
        sys.stderr.write(f"{error}\n")
        return FAULT_EXIT
    return 0


def _case(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.inspection import case_json, case_text
    from gateway.setup.wiring import build

    shown = case_json(build(settings), arguments.tracking_id)
    if shown is None:
        sys.stderr.write(f"no complaint has the id {arguments.tracking_id}\n")
        return FAULT_EXIT
    print(
        json.dumps(shown, ensure_ascii=False, indent=2)
        if arguments.json
        else case_text(shown)
    )
    return 0


def _tick(settings: Settings, arguments: argparse.Namespace) -> int:
    """A moment to come is only looked at, unless it is said that it shall be acted on."""
    from gateway.flows.clock_rounds import rehearse, settle_in, tick_all
    from gateway.setup.wiring import build

    parts = build(settings)
    now = parts.clock()
    at = arguments.at or now
    if at.tzinfo is None:
        at = at.replace(tzinfo=parts.office.zone_of(parts.agencies.coordinator))
    told = at.isoformat(timespec="seconds")
    if at > now and not arguments.act:
        logging.disable(logging.INFO)  # of what is only rehearsed
        done = rehearse(parts, at)
        print(f"dry run as of {told}: nothing was sent or written; --act does it")
    else:
        done = settle_in(parts, at) + tick_all(parts, at)
        if at > now:
            print(f"done as of {told}: the history carries that moment")
    print("\n".join(done) or f"nothing was due at {told}")
    return 0


def _moment(written: str) -> datetime:
    """A moment that all of our reckoning can hold."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{written} is no moment; write one as 2026-12-01T09:00:00+07:00"
        ) from None
    if at.year not in YEARS:
        raise argparse.ArgumentTypeError(
            f"{written} is not within {YEARS.start} to {YEARS.stop - 1}"
        )
    return at


def _agencies(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.checking import check_agencies
    from gateway.setup.wiring import build

    wanted = arguments.file or settings.agencies_file
    checked = check_agencies(build(replace(settings, agencies_file=wanted)))
    print("\n".join(checked.lines))
    return 0 if checked.fine else FAULT_EXIT


def _repair(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.repairs import repair_all
    from gateway.setup.wiring import build

    parts, since, well = build(settings), arguments.since, True
    if since and since.tzinfo is None:
        since = since.replace(tzinfo=settings.zone)
    if since and since > parts.clock():
        sys.stderr.write(f"{since.isoformat()} lies ahead of us\n")
        return USAGE_EXIT
    for line in repair_all(parts, since, dry=arguments.dry_run):
        print(line.words, flush=True)
        well = well and line.fine
    return 0 if well else FAULT_EXIT


def _quarantine(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.flows.put_aside import StillUnread
    from gateway.operate import aside
    from gateway.setup.wiring import build

    parts, number = build(settings), arguments.id
    if arguments.replay:
        return _replayed(parts, arguments.replay)
    if arguments.action == "list":
        print(aside.aside_listing(parts))
        return 0
    if number is None:
        sys.stderr.write(f"{arguments.action} needs a number of the list\n")
        return USAGE_EXIT
    acts = {
        "show": aside.aside_text,
        "replay": aside.aside_again,
        "done": aside.aside_done,
    }
    try:
        print(acts[arguments.action](parts, number) or f"{number} is done")
    except aside.NoSuchNumber:
        sys.stderr.write(f"nothing of the number {number} was put aside\n")
        return FAULT_EXIT
    except StillUnread as error:
        sys.stderr.write(f"{number} stays where it is: {error}\n")
        return FAULT_EXIT
    return 0


def _replayed(parts: "Parts", wanted: str) -> int:
    """One of what was put aside is taken in, or `all` that waits; what stays where it is, is told."""
    from gateway.operate import aside

    well = True
    for number, fault in aside.again_each(parts, wanted):
        print(f"{number} {fault or 'is taken in'}")
        well = well and not fault
    return 0 if well else FAULT_EXIT


def _subject(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.flows.data_rights import Unknown
    from gateway.operate import subjects
    from gateway.setup.wiring import build

    parts, whom = build(settings), arguments.whom

    def confirmed(held: str) -> bool:
        sys.stderr.write(f"{held}\n")
        if arguments.yes:
            return True
        sys.stderr.write("for good; write ERASE to go on: ")
        return sys.stdin.readline().strip() == "ERASE"

    acts: dict[str, Callable[[], str]] = {
        "export": lambda: subjects.export(parts, whom, arguments.to),
        "erase": lambda: subjects.erase(parts, whom, confirmed),
        "restrict": lambda: subjects.restrict(parts, whom, lift=arguments.lift),
    }
    try:
        done = acts[arguments.action]()
    except Unknown:
        sys.stderr.write(f"we hold nothing of anybody at {whom}\n")
        return FAULT_EXIT
    print(done or "nothing was erased")
    return 0 if done else FAULT_EXIT


def _audit(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.operate.subjects import verify_audit
    from gateway.setup.wiring import build

    whole = verify_audit(build(settings))
    print(
        "the record is whole: nothing was altered, added or taken out between others"
        if whole
        else "the record is BROKEN: somebody altered it"
    )
    return 0 if whole else FAULT_EXIT


def _retention(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.flows.retention import let_go, outlived
    from gateway.setup.wiring import build

    parts = build(settings)
    found = (outlived if arguments.check else let_go)(parts, parts.clock())
    done = "are older than they may be" if arguments.check else "have gone"
    print(f"{found.people} people who never reported, {found.reporters} reporters,")
    print(f"{found.files} files and {found.aside} things put aside {done}")
    return 0


def _keys(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.operate.subjects import rotate
    from gateway.setup.wiring import build

    for line in rotate(build(settings)):
        print(line, flush=True)
    return 0


def _breach_report(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.subjects import breach_report
    from gateway.setup.wiring import build

    parts = build(settings)
    moments = (arguments.since, arguments.until or parts.clock())
    since, until = (
        at if at.tzinfo else at.replace(tzinfo=settings.zone) for at in moments
    )
    print(breach_report(parts, since, until))
    return 0


def _outbox(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.resending import listing, resend
    from gateway.setup.wiring import build

    parts = build(settings)
    if not arguments.resend:
        print(listing(parts, arguments.status))
        return 0
    try:
        again = resend(parts, arguments.resend)
    except ValueError:
        sys.stderr.write("--resend takes the number of a message, or all\n")
        return USAGE_EXIT
    print(f"{len(again)} in line again")
    return 0 if again else FAULT_EXIT


def _unblock(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.resending import unblock
    from gateway.setup.wiring import build

    try:
        known = unblock(build(settings), arguments.whom)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_EXIT
    print("they are answered again" if known else f"we know nobody at {arguments.whom}")
    return 0 if known else FAULT_EXIT


def _check(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.damage_check import check
    from gateway.setup.wiring import damage_flag
    from storage.unit_of_work import DatabaseDown

    flag = damage_flag(settings)
    if arguments.go_on and flag.lower():
        print("messages are taken in again; what waits in the spool follows")
    try:
        fault = check(settings)
    except DatabaseDown as error:
        sys.stderr.write(f"the database cannot be looked at: {error}\n")
        return FAULT_EXIT
    if fault:
        flag.hoist(fault)
    print(flag.sentence() or "nothing is damaged")
    return FAULT_EXIT if flag.is_raised() else 0


def _backup(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.flows.backing_up import back_up
    from gateway.setup.wiring import build

    place = arguments.to or settings.backup_to
    if not place:
        sys.stderr.write("say where to: satupintu backup TO, or set BACKUP_TO\n")
        return USAGE_EXIT
    try:
        made = back_up(build(settings), place, arguments.keep)
    except Exception as error:  # noqa: BLE001  (whatever the place's driver says)
        sys.stderr.write(f"no back-up was made: {type(error).__name__}: {error}\n")
        return FAULT_EXIT
    print(f"{made.name}: {made.rows} rows, {made.files} new files, {made.bytes} bytes;")
    print("read again, and whole. Keep DATA_KEY apart from it: nothing opens it else.")
    return 0


def _restore(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.processes import CannotStart
    from gateway.operate.restore import restore
    from storage.back_up import NoBackUp
    from storage.migrations import NewerSchema
    from storage.shelf import BadUrl
    from storage.unit_of_work import DatabaseDown

    try:
        done = restore(settings, arguments.source, force=arguments.force)
    except (NoBackUp, CannotStart, NewerSchema, BadUrl, DatabaseDown, OSError) as error:
        sys.stderr.write(f"nothing was restored: {error}\n")
        return FAULT_EXIT
    print(f"{done.name}, made {done.made_at.astimezone(settings.zone):%Y-%m-%d %H:%M}:")
    print(f"{done.rows} rows, {done.files} files are here again;")
    print(f"{done.forgotten} people had been forgotten since, and stay so.")
    if arguments.force:
        print(
            "What was here lies beside it as before_...: delete that once you are sure."
        )
    return 0


def _doctor(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.operate.inspection import examine
    from gateway.setup.wiring import build

    findings = examine(build(settings))
    for finding in findings:
        print(f"{'ok   ' if finding.fine else 'FAULT'} {finding.part}: {finding.words}")
    return 0 if all(finding.fine for finding in findings) else FAULT_EXIT


def _admin_link(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.setup.wiring import build

    parts = build(settings)
    desk = parts.agencies.by_code[parts.agencies.coordinator]
    address = arguments.address or desk.administrators[0].notify[0]
    if not parts.agencies.administrators_at(address):
        sys.stderr.write(f"{address} is not in the agencies file\n")
        return FAULT_EXIT
    print(parts.links.login(address, parts.clock()))
    return 0


def _address(written: str) -> "Address":
    """An address as the agencies file writes it."""
    from intake.messages import Address

    try:
        return Address.from_text(written)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{written} is no address; write one as the agencies file does: telegram:1001"
        ) from None


def _admin_logout(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.setup.wiring import build
    from gateway.web.admin.sign_in import end_sessions

    parts = build(settings)
    end_sessions(parts, arguments.address, "satupintu admin-logout")
    print(f"whoever was logged in as {arguments.address} is logged out")
    return 0


def _telegram(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.setup.channels import build_telegram

    if not settings.telegram_bot_token:
        sys.stderr.write("TELEGRAM_BOT_TOKEN is not set\n")
        return USAGE_EXIT
    channel = build_telegram(settings)
    if arguments.action == "set-webhook":
        channel.set_webhook(f"{settings.public_url}/webhooks/telegram")
        channel.set_commands()
    else:
        channel.delete_webhook()
    print("\n".join(channel.check()) or "Telegram accepts our token and webhook")
    return 0


def _funnel(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.funnel import funnel_text
    from gateway.setup.wiring import build

    parts = build(settings)
    since = arguments.since or parts.clock() - timedelta(days=30)
    with parts.store.reading() as tx:
        print(
            funnel_text(
                tx.funnel(
                    since if since.tzinfo else since.replace(tzinfo=settings.zone)
                )
            )
        )
    return 0


def _chat(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.chat import Chat, save, talk
    from gateway.setup.wiring import load_agencies

    chat = Chat(
        arguments.channel,
        arguments.home or load_agencies(settings).home_region(),
        settings.language,
    )
    typed: list[str] = []
    for shown in talk(chat, _kept(sys.stdin, typed)):
        print(shown, flush=True)
    if arguments.save:
        save(Path(arguments.save), chat, typed)
    return 0


def _simulate(_settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.operate.rehearsal.rehearse import progress, rehearse

    logging.disable(logging.CRITICAL)  # of people who do not exist
    outcome = rehearse(arguments.days, arguments.seed, progress)
    for name, figure in outcome.numbers:
        print(f"{name:32} {figure}")
    for line in outcome.findings:
        print(f"WRONG: {line}")
    print(f"findings: {len(outcome.findings)}")
    return FAULT_EXIT if outcome.findings else 0


def _kept(lines: Iterable[str], kept: list[str]) -> Iterator[str]:
    for line in lines:
        kept.append(line.rstrip("\n"))
        yield kept[-1]


def _at_least_one(raw: str) -> int:
    if int(raw) < 1:
        raise ValueError(raw)
    return int(raw)


Does = Callable[[Settings, argparse.Namespace], int]
Arguments = dict[str, dict[str, Any]]  # as `add_argument` takes them

COMMANDS: dict[str, tuple[Does, str, Arguments]] = {
    "run": (_run, "everything on this machine", {}),
    "setup": (
        _setup,
        "set it up: asks what is needed, tries each credential, writes .env, connects providers",
        {
            "steps": {
                "nargs": "*",
                "type": _setup_step,
                "metavar": "STEP",
                "help": f"only these: {', '.join(SETUP_STEPS)}",
            },
            "--set": {
                "type": _pair,
                "action": "append",
                "metavar": "NAME=value",
                "help": "a setting, for scripts; again for each",
            },
            "--yes": {"action": "store_true", "help": "ask nothing"},
            "--missing": {
                "action": "store_true",
                "help": "only say what is still missing",
            },
        },
    ),
    "trial": (
        _trial,
        "beside a running product: wait for a message of yours on each channel, and our answer",
        {
            "--seconds": {
                "type": _at_least_one,
                "default": 180,
                "help": "how long (180)",
            }
        },
    ),
    "web": (_web, "the web server: webhooks, administrators' pages, health", {}),
    "worker": (
        _worker,
        "the workers and the scheduler",
        {
            "--queue": {
                "help": "only one of converse, deliver, central, media, scheduler, backup, in this process"
            }
        },
    ),
    "poller": (_poller, "fetch Telegram updates, for TELEGRAM_MODE=polling", {}),
    "simulator": (_simulator, "the providers and four phones on this machine", {}),
    "migrate": (_migrate, "bring the database to today's schema", {}),
    "case": (
        _case,
        "one complaint and its case",
        {
            "tracking_id": {"metavar": "TRACKING_ID"},
            "--json": {"action": "store_true", "help": "the full envelope"},
        },
    ),
    "tick": (
        _tick,
        "the clock pass: reminders, escalation, drafts gone quiet",
        {
            "--at": {
                "type": _moment,
                "help": "as of this moment, 2026-12-01T09:00:00+07:00; one to come is only looked at",
            },
            "--act": {
                "action": "store_true",
                "help": "do it for a moment to come, too: messages are sent, the history carries that moment",
            },
        },
    ),
    "funnel": (
        _funnel,
        "how often each question was asked, answered, missed and left",
        {
            "--since": {
                "type": datetime.fromisoformat,
                "help": "from this day on (default: the last 30 days)",
            }
        },
    ),
    "chat": (
        _chat,
        "talk to the conversation here, without any server",
        {
            "--channel": {"choices": ["sms", "whatsapp", "telegram"], "default": "sms"},
            "--save": {
                "metavar": "FILE",
                "help": "write the conversation as a transcript",
            },
            "--home": {
                "metavar": "CODE",
                "help": "the region nearby (default: the agencies file's)",
            },
        },
    ),
    "simulate": (
        _simulate,
        "live through days of made-up citizens and officers, and check all that was told",
        {
            "--days": {"type": _at_least_one, "default": 90},
            "--kabupaten": {
                "choices": ["sumba-timur"],
                "default": "sumba-timur",
                "help": "whose offices: the shipped example's",
            },
            "--seed": {"type": int, "default": 1, "help": "the same again"},
        },
    ),
    "agencies": (
        _agencies,
        "check an agencies file: gaps, people out of reach, and the open cases that would move",
        {
            "action": {"choices": ["check"]},
            "file": {
                "nargs": "?",
                "metavar": "FILE",
                "help": "one that is not in use yet (default: AGENCIES_FILE)",
            },
        },
    ),
    "quarantine": (
        _quarantine,
        "what could not be read: list it, show one, take it in after all, or say it is done",
        {
            "action": {
                "nargs": "?",
                "choices": ["list", "show", "replay", "done"],
                "default": "list",
            },
            "id": {"nargs": "?", "type": int, "metavar": "ID"},
            "--replay": {
                "metavar": "ID",
                "help": "take this one in after all, or all that wait",
            },
        },
    ),
    "repair": (
        _repair,
        "bring in what providers hold and we lack: it runs by itself every few minutes",
        {
            "--since": {
                "type": _moment,
                "metavar": "MOMENT",
                "help": "2026-12-01T09:00:00+07:00 (default: where it was read up to)",
            },
            "--dry-run": {
                "action": "store_true",
                "help": "only say what would be brought in",
            },
        },
    ),
    "subject": (
        _subject,
        "a person as the owner of their data: a copy of all we hold, keeping it only, erasing it",
        {
            "action": {"choices": ["export", "erase", "restrict"]},
            "whom": {"type": _address, "metavar": "CHANNEL:ADDRESS"},
            "--to": {
                "default": "",
                "metavar": "FILE",
                "help": "of a copy: a ZIP with the files they sent, too",
            },
            "--yes": {"action": "store_true", "help": "erase without asking"},
            "--lift": {"action": "store_true", "help": "use restricted data again"},
        },
    ),
    "audit": (
        _audit,
        "whether the record of who read and did what is whole",
        {"action": {"choices": ["verify"]}},
    ),
    "retention": (
        _retention,
        "let go what is older than RETAIN_*_DAYS; it runs by itself every day",
        {"--check": {"action": "store_true", "help": "only count"}},
    ),
    "keys": (
        _keys,
        "wrap every person's key with the first key of DATA_KEY, while everything runs",
        {"action": {"choices": ["rotate"]}},
    ),
    "breach-report": (
        _breach_report,
        "who read what of whom since a moment, and what must be told to whom",
        {
            "--since": {"type": _moment, "required": True, "metavar": "MOMENT"},
            "--until": {
                "type": _moment,
                "metavar": "MOMENT",
                "help": "2026-12-01T09:00:00+07:00 (default: now)",
            },
        },
    ),
    "outbox": (
        _outbox,
        "messages given up or waiting, and sending them again",
        {
            "--status": {"choices": ["failed", "pending"], "default": "failed"},
            "--resend": {"metavar": "ID", "help": "put this one in line again, or all"},
        },
    ),
    "check": (
        _check,
        "look through the whole database for damage",
        {
            "--go-on": {
                "action": "store_true",
                "help": "work in it again, though damage was found",
            }
        },
    ),
    "backup": (
        _backup,
        "make a back-up while everything runs, and read it again",
        {
            "to": {"nargs": "?", "metavar": "TO", "help": "a folder or any fsspec URL"},
            "--keep": {
                "type": _at_least_one,
                "default": 0,
                "metavar": "N",
                "help": "only the newest N stay there",
            },
        },
    ),
    "restore": (
        _restore,
        "bring a back-up back, on an empty machine or in the place of what is there",
        {
            "source": {"metavar": "FROM", "help": "the place, or one back-up there"},
            "--force": {
                "action": "store_true",
                "help": "put aside what is there already",
            },
        },
    ),
    "unblock": (
        _unblock,
        "answer a person again whose flood of messages we waited out",
        {"whom": {"help": "sms:+62..., or the number in the notice"}},
    ),
    "doctor": (_doctor, "what is wrong, and how to mend it", {}),
    "admin-link": (
        _admin_link,
        "a login link for an administrator (default: the coordinator)",
        {
            "address": {
                "nargs": "?",
                "type": _address,
                "help": "as in the agencies file: telegram:1001",
            }
        },
    ),
    "admin-logout": (
        _admin_logout,
        "end every session of an administrator, as when a phone is lost",
        {
            "address": {
                "type": _address,
                "help": "as in the agencies file: telegram:1001",
            }
        },
    ),
    "telegram": (
        _telegram,
        "connect the Telegram webhook",
        {"action": {"choices": ["set-webhook", "delete-webhook"]}},
    ),
}

if __name__ == "__main__":
    main()
