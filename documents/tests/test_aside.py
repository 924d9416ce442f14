"""A file that came with a fault elsewhere in its form is not chosen again: it lies aside for its owner, for a day."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.tests.sign_in import signed_in
from conftest import T0
from documents import aside, store
from documents.models import Document
from law.clock import moved
from operations.demo.samples import pdf

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="kept_file" value="([^"]+)">')


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.ASIDE_DIR = tmp_path / "aside"


@pytest.fixture
def data():
    return pdf("Dilekçe", "Işık")


@pytest.fixture
def there(client, firm, officer):
    signed_in(client, officer)
    return reverse("desk_file", args=[firm.dossier.number])


def chosen(data, name="dilekçe & ek.pdf"):
    return SimpleUploadedFile(name, data, "application/pdf")


def token_in(answer) -> str:
    assert answer.status_code in {409, 422}
    return str(HIDDEN.findall(answer.content.decode())[0])


def files_of(settings) -> list[bytes]:
    return [it.read_bytes() for it in settings.ASIDE_DIR.glob("*/*")]


def test_a_file_is_chosen_once_however_often_its_form_comes_back(client, there, data, settings):
    first = client.post(there, {"title": "", "file": chosen(data)})
    token, page = token_in(first), first.content.decode()
    assert "<bdi>dilekçe &amp; ek.pdf</bdi>" in page
    (field,) = re.findall(r'<input type="file"[^>]*>', page)
    assert "required" not in field
    assert files_of(settings) == [data]
    second = client.post(there, {"title": "", "kept_file": token})
    assert token_in(second) == token, "the same bytes are not laid aside twice"
    with moved(T0 + timedelta(hours=1)):
        assert client.post(there, {"title": "Dilekçe", "kept_file": token}).status_code == 302
    document = Document.objects.get(title="Dilekçe")
    assert (document.filename, store.read(document.sha256)) == ("dilekçe & ek.pdf", data)
    assert document.received_at >= T0 + timedelta(hours=1), "it counts when its form was sent well"


def test_another_file_takes_its_place(client, there, data):
    token = token_in(client.post(there, {"title": "", "file": chosen(data)}))
    other = pdf("Başka", "Işık")
    given = {"title": "Dilekçe", "kept_file": token, "file": chosen(other, "başka.pdf")}
    assert client.post(there, given).status_code == 302
    assert store.read(Document.objects.get(title="Dilekçe").sha256) == other


def test_a_stale_page_keeps_the_file_too(client, there, firm, data):
    assert token_in(client.post(there, {"title": "Dilekçe", "file": chosen(data), "seen": firm.dossier.head_n + 7}))


@pytest.mark.parametrize("bad", [b"", b"MZ no document"])
def test_a_file_that_is_itself_at_fault_is_not_kept(client, there, settings, bad):
    answer = client.post(there, {"title": "Dilekçe", "file": chosen(bad)})
    assert answer.status_code in {409, 422}
    assert not HIDDEN.search(answer.content.decode())
    assert files_of(settings) == []


def test_what_is_too_large_is_not_laid_aside(client, there, settings, data):
    settings.UPLOAD_MAX_BYTES = len(data) - 1
    assert not HIDDEN.search(client.post(there, {"title": "", "file": chosen(data)}).content.decode())
    assert files_of(settings) == []


def test_anothers_token_or_a_forged_one_finds_nothing(client, there, firm, data, second_officer):
    token = token_in(client.post(there, {"title": "", "file": chosen(data)}))
    for wrong in ("x", token[:-1], token + "A", aside._signer().sign_object({"owner": 0, "key": "../x", "name": "x"})):
        assert client.post(there, {"title": "Dilekçe", "kept_file": wrong}).status_code == 404
    client.logout()
    signed_in(client, second_officer)
    assert client.post(there, {"title": "Dilekçe", "kept_file": token}).status_code == 404
    assert not Document.objects.filter(title="Dilekçe").exists()


def test_a_day_later_it_is_gone_and_asked_for_anew(client, there, data, settings):
    token = token_in(client.post(there, {"title": "", "file": chosen(data)}))
    assert aside.sweep(T0 + timedelta(hours=23)) == 0
    with moved(T0 + timedelta(days=1, minutes=5)):
        answer = client.post(there, {"title": "Dilekçe", "kept_file": token})
        assert answer.status_code == 422, "before anybody swept"
        assert 'id="id_file_error"' in answer.content.decode()
    assert aside.sweep(T0 + timedelta(days=1, minutes=5)) == 1
    assert files_of(settings) == []
    with moved(T0 + timedelta(hours=2)):
        assert client.post(there, {"title": "Dilekçe", "kept_file": token}).status_code == 422


def test_one_person_keeps_few(client, there, settings):
    tokens = []
    for n in range(aside.MOST + 2):
        with moved(T0 + timedelta(minutes=n)):
            tokens.append(token_in(client.post(there, {"title": "", "file": chosen(b"%PDF-" + str(n).encode())})))
    assert sorted(files_of(settings)) == [b"%PDF-" + str(n).encode() for n in range(2, aside.MOST + 2)]
    with moved(T0 + timedelta(minutes=30)):
        assert client.post(there, {"title": "", "kept_file": tokens[0]}).status_code == 422
