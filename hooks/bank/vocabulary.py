"""What questions may name, read from `mkdocs.yml`: levels, topics, hosts of primary sources, the navigation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from hooks.bank.front_matter import refuse_deep, yaml_error_line

_YAML_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Tag:
    """A subject of the tag vocabulary."""

    title: str
    about: str


@dataclass(frozen=True)
class Vocabulary:
    """What questions may name: levels, tags, and hosts of primary sources."""

    levels: Mapping[str, str]
    tags: Mapping[str, Tag]
    primary_sources: tuple[str, ...]
    nav: tuple[str, ...] = ()
    """Paths of the navigation, in order."""
    files: frozenset[str] = frozenset()
    """Paths inside `docs/` of the files that the settings name: scripts, stylesheets, `extra.files`."""

    def __hash__(self) -> int:
        """Let what was parsed by one vocabulary be found by its equal."""
        return hash((tuple(self.levels), tuple(self.tags), self.primary_sources))

    @classmethod
    def from_config(cls, extra: Mapping, nav: object, files: Iterable[object] = ()) -> Vocabulary:
        """Make it of `extra`, `nav`, and `extra_css` and `extra_javascript` together, of `mkdocs.yml`.

        Raises:
            ValueError: when a vocabulary is missing or has another shape.
        """
        try:
            return cls(
                levels=dict(extra["levels"]),
                tags={tag: Tag(**about) for tag, about in extra["topics"].items()},
                primary_sources=tuple(extra["primary_sources"]),
                nav=tuple(nav_paths(nav)),
                files=frozenset(
                    str(one["path"] if isinstance(one, Mapping) else one) for one in (*files, *extra.get("files", ()))
                ),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"mkdocs.yml:1: в extra нужны levels, topics (у каждого title и about) и primary_sources: {error}"
            ) from error


def nav_paths(nav: object) -> Iterator[str]:
    """Yield the paths of pages in a MkDocs `nav`, in order."""
    if isinstance(nav, str):
        if "://" not in nav:
            yield nav
    elif isinstance(nav, Mapping):
        for item in nav.values():
            yield from nav_paths(item)
    elif isinstance(nav, list):
        for item in nav:
            yield from nav_paths(item)


def load_vocabulary(config_file: Path) -> Vocabulary:
    """Read levels, tags, hosts of primary sources and navigation from `mkdocs.yml`.

    Raises:
        OSError: when the file cannot be read.
        ValueError: when it is not YAML or lacks a vocabulary.
    """
    try:
        # The base loader makes strings of everything, so it needs to know no !ENV and no names.
        text = config_file.read_text(encoding="utf-8")
        refuse_deep(text)
        config = yaml.load(text, _YAML_LOADER)  # noqa: S506
    except yaml.YAMLError as error:
        raise ValueError(f"mkdocs.yml:{yaml_error_line(error)}: это не YAML") from error
    if not isinstance(config, dict):
        raise ValueError("mkdocs.yml:1: нет настроек")  # noqa: TRY004 (one error for bad settings)
    files = [*(config.get("extra_css") or []), *(config.get("extra_javascript") or [])]
    return Vocabulary.from_config(config.get("extra") or {}, config.get("nav") or [], files)
