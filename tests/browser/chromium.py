"""Debian's Chromium, driven by playwright."""

from __future__ import annotations

import os
from collections.abc import Callable
from shutil import which
from typing import Any

from playwright.sync_api import Browser, sync_playwright


def chromium(work: Callable[[Browser], Any]) -> Any:
    """Do something with a fresh browser, in this thread: the one without windows, which costs a third, where it is."""
    found = which("chromium-headless-shell") or which("chromium")
    assert found, "bin/setup --test installs chromium"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        try:
            return work(browser)
        finally:
            browser.close()
