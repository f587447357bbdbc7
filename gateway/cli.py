"""`satupintu`: run the product, one of its parts, or look into it."""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from gateway.logs import log_quietly
from gateway.settings import BadSettings, Settings, settings_here

USAGE_EXIT, FAULT_EXIT = 2, 1


def main() -> None:
    """Entry point: 0 done, 1 it did not work, 2 wrong settings or usage."""
    log_quietly()
    arguments = _parser().parse_args()
    try:
        sys.exit(arguments.do(settings_here(), arguments) or 0)
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(USAGE_EXIT)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="satupintu", description="One door for citizens' complaints.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, (does, help_, arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=help_, description=help_)
        command.set_defaults(do=does)
        for flag, options in arguments.items():
            command.add_argument(flag, **options)
    return parser


def _run(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.processes import CannotStart, Household
    from gateway.wiring import load_agencies, load_keys
    from storage.embedded_redis import RedisFailed

    load_agencies(settings)
    load_keys(settings)
    try:
        Household(settings).run()
    except (CannotStart, RedisFailed) as error:
        sys.stderr.write(f"{error}\n")
        return FAULT_EXIT
    return 0


def _web(settings: Settings, _arguments: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from gateway.wiring import load_agencies

    load_agencies(settings)
    server = Granian(
        "gateway.wsgi:app",
        address=settings.bind,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=8,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        websockets=False,
    )
    server.serve()
    return 0


def _worker(_settings: Settings, arguments: argparse.Namespace) -> int:
    """The entry point of the workers is outside the house: nothing imports it, so we become it."""
    queue = ["--queue", arguments.queue] if arguments.queue else []
    os.execv(sys.executable, [sys.executable, "-m", "worker", *queue])  # noqa: S606  (our own interpreter)


def _poller(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.poller import poll
    from gateway.wiring import build

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    poll(build(settings), stop)
    return 0


def _simulator(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.simulated import serve

    serve(settings)
    return 0


def _migrate(settings: Settings, _arguments: argparse.Namespace) -> int:
    from storage.migrations import migrate

    settings.var_dir.mkdir(parents=True, exist_ok=True)
    migrate(settings.database_url)
    return 0


def _case(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.inspection import case_json, case_text
    from gateway.wiring import build

    shown = case_json(build(settings), arguments.tracking_id)
    if shown is None:
        sys.stderr.write(f"no complaint has the id {arguments.tracking_id}\n")
        return FAULT_EXIT
    print(json.dumps(shown, ensure_ascii=False, indent=2) if arguments.json else case_text(shown))
    return 0


def _tick(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.rounds import tick_all
    from gateway.wiring import build

    parts = build(settings)
    at = arguments.at or parts.clock()
    if at.tzinfo is None:
        at = at.replace(tzinfo=settings.zone)
    done = tick_all(parts, at)
    print("\n".join(done) or f"nothing was due at {at.isoformat()}")
    return 0


def _quarantine(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.wiring import build

    with build(settings).store.reading() as tx:
        rows = tx.quarantined(limit=200)
    for row in rows:
        at = row.received_at.isoformat(timespec="seconds")
        print(f"{at}  {row.channel:9} {len(row.raw):6} bytes  {row.reason}")
    print(f"{len(rows)} in quarantine" if rows else "the quarantine is empty")
    return 0


def _doctor(settings: Settings, _arguments: argparse.Namespace) -> int:
    from gateway.inspection import examine
    from gateway.wiring import build

    findings = examine(build(settings))
    for finding in findings:
        print(f"{'ok   ' if finding.fine else 'FAULT'} {finding.part}: {finding.words}")
    return 0 if all(finding.fine for finding in findings) else FAULT_EXIT


def _admin_link(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.wiring import build
    from intake.messages import Address

    parts = build(settings)
    desk = parts.agencies.by_code[parts.agencies.coordinator]
    address = Address.from_text(arguments.address) if arguments.address else desk.administrators[0].notify[0]
    if not parts.agencies.administrators_at(address):
        sys.stderr.write(f"{address} is not in the agencies file\n")
        return FAULT_EXIT
    print(parts.links.login(address, parts.clock()))
    return 0


def _telegram(settings: Settings, arguments: argparse.Namespace) -> int:
    from gateway.wiring import build_telegram

    if not settings.telegram_bot_token:
        sys.stderr.write("TELEGRAM_BOT_TOKEN is not set\n")
        return USAGE_EXIT
    channel = build_telegram(settings)
    if arguments.action == "set-webhook":
        channel.set_webhook(f"{settings.public_url}/webhooks/telegram")
    else:
        channel.delete_webhook()
    print("\n".join(channel.check()) or "Telegram accepts our token and webhook")
    return 0


COMMANDS: dict[str, tuple[Callable[[Settings, argparse.Namespace], int], str, dict[str, dict[str, Any]]]] = {
    "run": (_run, "everything on this machine", {}),
    "web": (_web, "the web server: webhooks, administrators' pages, health", {}),
    "worker": (
        _worker,
        "the queue workers and the scheduler",
        {"--queue": {"help": "only this queue, in this process"}},
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
        {"--at": {"type": datetime.fromisoformat, "help": "as of this moment, 2026-12-01T09:00:00+07:00"}},
    ),
    "quarantine": (_quarantine, "genuine requests that could not be read", {}),
    "doctor": (_doctor, "what is wrong, and how to mend it", {}),
    "admin-link": (
        _admin_link,
        "a login link for an administrator (default: the coordinator)",
        {"address": {"nargs": "?", "help": "as in the agencies file: telegram:1001"}},
    ),
    "telegram": (
        _telegram,
        "connect the Telegram webhook",
        {"action": {"choices": ["set-webhook", "delete-webhook"]}},
    ),
}

if __name__ == "__main__":
    main()
