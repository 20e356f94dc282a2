"""Faces: what is here, what falls back, and what stops the office before it starts."""

import pytest

from app.rendering import fonts
from app.rendering.errors import PaperError


@pytest.fixture
def other_machine(monkeypatch):
    """Forget what this machine has, so that a test can say what is there."""

    def with_fonts(installed, folders=()):
        monkeypatch.setattr(fonts, "installed", lambda: installed)
        monkeypatch.setattr(fonts, "FOLDERS", folders)

    caches = (fonts.faces, fonts.preferred, fonts.fallback)
    for cache in caches:
        cache.cache_clear()
    yield with_fonts
    for cache in caches:
        cache.cache_clear()


def test_this_machine_can_make_papers():
    fonts.check()
    assert {face.role for face in fonts.faces()} == {"fang", "title", "hei", "kai", "song"}


def test_no_chinese_face_is_said_with_the_package_to_install(other_machine):
    other_machine({})
    with pytest.raises(PaperError, match="apt-get install fonts-noto-cjk"):
        fonts.check()


def test_a_missing_subsetting_library_is_said_with_the_package_to_install(monkeypatch):
    """Without it WeasyPrint only warns, and needs sixteen times as long."""
    from weasyprint.text import ffi

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    with pytest.raises(PaperError, match="apt-get install libharfbuzz-subset0"):
        fonts.check()


def test_without_the_fandol_set_papers_are_set_in_noto(other_machine):
    noto = fonts.installed()[fonts.FALLBACK]
    other_machine({fonts.FALLBACK: noto})
    assert all(face.path is None and face.css == "" for face in fonts.faces())
    assert fonts.allowed_files() == frozenset()
    assert fonts.rare("王喆玥") == []


def test_an_office_that_owns_the_official_faces_gets_them(other_machine):
    real = fonts.installed()
    some_file = next(face.path for face in fonts.faces() if face.path)
    fonts.faces.cache_clear()
    other_machine({fonts.FALLBACK: real[fonts.FALLBACK], "FangSong_GB2312": (some_file, 0)})
    fang = next(face for face in fonts.faces() if face.role == "fang")
    assert fang.path == some_file


def test_the_names_fandol_lacks_are_known_and_noto_has_them():
    """tech.md 5: 玥 喆 堃 珺 昇 旻 璟 晞 镕 赟 㛃 and 𬱖 of extension E."""
    names = "玥喆堃珺昇旻璟晞镕赟㛃𬱖"
    assert fonts.rare(names + "王丽") == list(names)
    fonts.refuse_unwritable([names], "受理通知书")


@pytest.mark.parametrize("bad", ["\U0001f600", "\u202e", "\ue000", "\x07", "\u200b", "\U0003ffff"])
def test_what_no_face_can_write_is_refused_with_its_number(bad):
    with pytest.raises(PaperError, match=rf"U\+{ord(bad):04X}"):
        fonts.refuse_unwritable([f"王{bad}丽"], "受理通知书")
