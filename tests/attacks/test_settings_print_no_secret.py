"""A traceback, a log line or a debugger that shows the settings shows no secret."""

from bot.settings import read_settings

ENV = {
    "LINE_CHANNEL_SECRET": "hush-one,hush-two",
    "LINE_CHANNEL_ACCESS_TOKEN": "hush-three",
    "DATABASE_URL": "postgresql://ess:hush-four@db/ess",
    "METRICS_TOKEN": "hush-five",
    "DEADMAN_URL": "https://watch.example/hush-six",
}


def test_the_repr_of_the_settings():
    settings = read_settings(ENV)
    assert settings.channel_secrets == ("hush-one", "hush-two")
    assert "hush" not in f"{settings!r} {settings}"
