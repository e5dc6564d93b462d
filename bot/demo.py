"""`ess demo`: the whole service on this machine, with invented people, talking to nobody outside it."""

import asyncio
import contextlib
import secrets
import socket
import threading
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import typer

from bot.clock import SystemClock
from bot.codes import new_code
from bot.demo_people import seed
from bot.rows import CASE
from bot.schema import has_tables, mark_demo, migrate
from bot.service import Service, build
from bot.serving import server
from bot.settings import Settings, make_key
from bot.store import Store
from console.accounts import add_user
from emulator.platform import Platform
from emulator.serve import Served
from models.people import Role
from rich_menus.menus import drawn
from rich_menus.sync import Failed, sync

CITIZEN, OFFICER = "Uc" + "0" * 30 + "1", "Uf" + "0" * 30 + "1"
OFFICE = "TH-50"
OPERATOR = "demo"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the console (and the webhook) and the phones answer."""

    console: int
    phones: int


def demo(folder: Path, port: int) -> None:
    """Sets up `folder` where needed, starts everything on loopback and prints three addresses. Ends with Ctrl-C."""
    ports = Ports(free_port(port), free_port(port + 1 if port else 0))
    secret, token = secrets.token_hex(16), secrets.token_hex(16)
    settings = prepare(folder, ports, secret, token)
    clock = SystemClock()
    platform = Platform(
        clock=lambda: clock.now() / 1000,
        channel_secret=secret,
        channel_token=token,
        bot_name="ESS Help Me",
        loopback_http=True,
    )
    with Served(platform, host=LOOPBACK, port=ports.phones) as phones:
        store = Store(settings.database_url)
        service = build(settings, clock, store)
        service.desk.demo_login = (OPERATOR, sign_in(store))
        running = server(service)
        threading.Thread(target=people_arrive, args=(service, platform, ports, phones.url), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is the way to end it; the server has stopped cleanly
            asyncio.run(running.serve())
    typer.echo("The demo has ended. Its data stays in " + str(folder) + " until you delete it.")


def prepare(folder: Path, ports: Ports, secret: str, token: str) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "data.key"
    if not key.exists():
        make_key(key)
    settings = Settings(
        channel_secrets=(secret,),
        access_token=token,
        api_base=f"http://{LOOPBACK}:{ports.phones}",
        data_base=f"http://{LOOPBACK}:{ports.phones}",
        database_url=f"sqlite:///{folder}/demo.db",
        media_dir=folder / "media",
        spool_dir=folder / "spool",
        data_key_file=key,
        host=LOOPBACK,
        port=ports.console,
        public_url=f"http://{LOOPBACK}:{ports.console}",
    )
    store = Store(settings.database_url)
    if not has_tables(store):
        typer.echo("Making a database for the demo …")
    store.close()
    migrate(settings.database_url)
    return settings


def sign_in(store: Store) -> str:
    """The demo's user with a password of its own; the console fills it in, on loopback only."""
    mark_demo(store)
    password = secrets.token_urlsafe(12)
    now = SystemClock().now()
    add_user(store, OPERATOR, Role.SUPERVISOR, password, now)
    add_user(store, "second", Role.OPERATOR, password, now)
    return password


def people_arrive(service: Service, platform: Platform, ports: Ports, phones: str) -> None:
    """Once the webhook answers: the rich menu, a citizen, and an officer of Chiang Mai bound by a one-time code."""
    wait_for_port(ports.console)
    platform.connect_http(f"http://{LOOPBACK}:{ports.console}/webhook")
    shown = asyncio.run(sync(drawn(), service.settings.access_token, service.settings.api_base))
    if isinstance(shown, Failed):
        typer.echo(f"The rich menu could not be shown: {shown.why}", err=True)
    platform.person("คุณสมใจ", user_id=CITIZEN, follows=False).follows()
    officer = platform.person("เจ้าหน้าที่เชียงใหม่", user_id=OFFICER, follows=False)
    officer.follows()
    platform.settle()
    officer.says(new_code(service.store, service.clock, service.policy, OFFICE, group=False))
    platform.settle()
    with service.store.read() as connection:
        fresh = connection.execute(sa.select(CASE.c.number).limit(1)).first() is None
    if fresh:
        typer.echo("Inventing three earlier reports …")
        seed(service, platform)
    console = f"http://{LOOPBACK}:{ports.console}/console/"
    login = service.desk.demo_login or ("", "")
    typer.echo(
        "\nThe demo is ready. Open these three side by side:\n\n"
        f"  the phone (a citizen's LINE)     {phones}/phone/{CITIZEN}\n"
        f"  the officer's phone (Chiang Mai) {phones}/phone/{OFFICER}\n"
        f"  the console                      {console}   (name {login[0]}, password {login[1]}: already filled in)\n\n"
        "On the phone tap แจ้งเหตุ, answer, and drop a pin in Chiang Mai. Ctrl-C ends the demo.\n"
    )


def wait_for_port(port: int) -> None:
    """Until something listens there."""
    for _ in range(200):
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        threading.Event().wait(0.05)


def free_port(wanted: int) -> int:
    """The port itself when it is free, else any free one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise typer.Exit(1)
