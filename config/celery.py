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


SCHEDULE = {
    "sweep": {"task": "deadlines.sweep", "schedule": 20.0},
    "sign": {"task": "documents.sign", "schedule": 5.0},
    "scan": {"task": "documents.scan", "schedule": 10.0},
    "notices": {"task": "kep_gateway.deliver", "schedule": 5.0},
    "evidence": {"task": "kep_gateway.collect", "schedule": 5.0},
    "inbox": {"task": "kep_gateway.inbox", "schedule": 30.0},
    "agreements": {"task": "contracts.render", "schedule": 5.0},
    "mail": {"task": "accounts.send_mail", "schedule": 10.0},
    "seal": {"task": "ledger.seal", "schedule": 600.0},
    "heartbeat": {"task": "ledger.heartbeat", "schedule": 15.0},
}

_configure()
app.autodiscover_tasks()
