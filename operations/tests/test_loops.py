"""The worker's loops: each that is scheduled exists, and none piles up."""

from __future__ import annotations

from config.celery import app


def test_every_scheduled_loop_exists_and_is_dropped_when_the_next_is_due():
    app.loader.import_default_modules()
    scheduled = app.conf.beat_schedule.values()
    assert {it["task"] for it in scheduled} <= set(app.tasks)
    only_woken = {name for name in app.tasks if not name.startswith("celery.")} - {it["task"] for it in scheduled}
    assert only_woken == {"deadlines.extend"}, "an act wakes it; every other loop has its time"
    assert all(it["options"]["expires"] == it["schedule"] > 0 for it in scheduled)
