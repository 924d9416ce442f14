"""The worker: a static schedule of loops. The database row is the truth; Celery only wakes it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("sicil")


def _configure() -> None:
    from config.env import Env, Mode

    env = Env()
    folder = env.data / "broker"
    if env.mode is Mode.TEST:
        app.conf.broker_url = "memory://"
    elif env.broker_url:
        app.conf.broker_url = env.broker_url
    else:
        for name in ("queue", "processed"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        app.conf.broker_url = "filesystem://localhost//"
        app.conf.broker_transport_options = {
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "processed_folder": str(folder / "processed"),
            "control_folder": str(folder / "control"),
            "store_processed": False,
            "polling_interval": 0.05,
        }
    app.conf.update(
        task_ignore_result=True,
        broker_connection_retry_on_startup=True,
        worker_hijack_root_logger=False,
        beat_schedule_filename=str(env.data / "celerybeat-schedule"),
        beat_schedule=SCHEDULE,
        timezone="Europe/Istanbul",
    )


EVERY_S = {
    "deadlines.sweep": 20.0,
    "documents.sign": 5.0,
    "documents.scan": 10.0,
    "documents.sweep_aside": 900.0,
    "kep_gateway.deliver": 5.0,
    "kep_gateway.collect": 5.0,
    "kep_gateway.inbox": 30.0,
    "contracts.render": 5.0,
    "contracts.campaign": 10.0,
    "accounts.send_mail": 10.0,
    "ledger.seal": 600.0,
    "ledger.heartbeat": 15.0,
}
"""How often each loop goes round. A round that nobody began before the next one is due is dropped: behind a provider
that hangs they would pile up, and one round does the work of all."""
SCHEDULE = {
    task: {"task": task, "schedule": seconds, "options": {"expires": seconds}} for task, seconds in EVERY_S.items()
}

_configure()
app.autodiscover_tasks()
