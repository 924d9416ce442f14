"""Plain e-mail goes where the installation says."""

from __future__ import annotations

import json

from operations.tests.elsewhere import environment, run

SHOW = (
    "import json; from config import settings as s; "
    "print(json.dumps([s.EMAIL_BACKEND, getattr(s, 'EMAIL_HOST', ''), getattr(s, 'EMAIL_PORT', 0), "
    "getattr(s, 'EMAIL_HOST_PASSWORD', ''), getattr(s, 'EMAIL_USE_TLS', False)]))"
)


def test_the_address_of_the_mail_server_is_read(tmp_path):
    place = environment(tmp_path, "", SICIL_SMTP_URL="smtp://sicil:p%40rola@posta.ornek.invalid:587?tls=1")
    said = json.loads(run(place, "-c", SHOW).stdout)
    assert said == ["django.core.mail.backends.smtp.EmailBackend", "posta.ornek.invalid", 587, "p@rola", True]


def test_without_an_address_mail_lies_in_a_folder(tmp_path):
    said = json.loads(run(environment(tmp_path, ""), "-c", SHOW).stdout)
    assert said[0] == "django.core.mail.backends.filebased.EmailBackend"
