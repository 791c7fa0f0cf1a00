"""Only renditions are public; what they were made of is not."""

import pytest


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("images/a.jpg", "original_images/a.jpg", "documents/a.pdf", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("images/a.jpg", 200),
        ("images/b.jpg", 404),
        ("original_images/a.jpg", 404),
        ("documents/a.pdf", 404),
        ("a.txt", 404),
        ("images/../original_images/a.jpg", 404),
        ("images/%2e%2e/original_images/a.jpg", 404),
        ("images/", 404),
    ],
)
@pytest.mark.django_db
def test_only_renditions_are_found(client, path, status):
    answer = client.get(f"/media/{path}")
    answer.close()
    assert answer.status_code == status


@pytest.mark.usefixtures("media")
@pytest.mark.django_db
def test_an_uploaded_file_cannot_run_as_a_page_of_ours(client):
    answer = client.get("/media/images/a.jpg")
    answer.close()
    assert "sandbox" in answer.headers["Content-Security-Policy"]
