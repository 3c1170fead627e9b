"""Prints several books at once, each in a process of its own, and delivers them together.

Books that were printed before of the same things are taken from the cache.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import errno
import gc
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from hooks.finish.site import path_in
from scripts.book import BookError, naming, render
from scripts.book.cache import Printed, books
from scripts.tools.progress import Progress

WORKERS = min(os.cpu_count() or 1, 3)
"""A whole book takes hundreds of mebibytes while it is laid out; more at once would not fit a small machine."""


def print_books(documents: dict[str, str], site: Path, folder: Path, *, anew: bool = False) -> dict[str, int]:
    """Print books into a folder.

    Args:
        documents: file name -> HTML.
        site: folder of the built site.
        folder: where to; it is made. Either every book arrives there or none.
        anew: whether to print those, too, that the cache has.

    Returns:
        File name -> number of pages.

    Raises:
        BookError: when a book cannot be printed.
        OSError: when the folder cannot be written.
    """
    try:
        return _print_books(documents, site, folder, anew=anew)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise BookError(f"Не хватило места на диске для книг ({folder}); освободите место.") from None
        raise


def _print_books(documents: dict[str, str], site: Path, folder: Path, *, anew: bool) -> dict[str, int]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".books-", dir=folder.parent) as workshop:
        done = {} if anew else _earlier(documents, site, Path(workshop))
        if done:
            print(f"Книги без изменений: {len(done)} из {len(documents)}", flush=True)
        if left := {name: text for name, text in documents.items() if name not in done}:
            printed = _printed(left, site, Path(workshop))
            for name, book in printed.items():
                books.keep(documents[name], book, Path(workshop, name))
            done |= printed
        _deliver(Path(workshop), folder, list(documents))
    return {name: done[name].pages for name in documents}


def _earlier(documents: dict[str, str], site: Path, workshop: Path) -> dict[str, Printed]:
    """Put the books into the workshop that the cache has."""
    found = {name: books.take(text, site, workshop / name) for name, text in documents.items()}
    return {name: book for name, book in found.items() if book is not None}


def _printed(documents: dict[str, str], site: Path, workshop: Path) -> dict[str, Printed]:
    """Print books into the workshop."""
    done = {}
    with Progress("Печатаю книги", len(documents)) as progress, _workers(workshop / "fonts") as pool:
        with _interrupts_held():
            jobs = {
                pool.submit(render.write_pdf, text, site, workshop / name): name for name, text in documents.items()
            }
        for job in concurrent.futures.as_completed(jobs):
            done[jobs[job]] = _result(job, jobs[job])
            progress.step()
    return done


def _result(job: concurrent.futures.Future[Printed], name: str) -> Printed:
    try:
        with naming(f"{name}: книга не печатается"):
            return job.result()
    except BookError as error:
        raise BookError(str(error) if name in str(error) else f"{name}: {error}") from None
    except BrokenProcessPool:
        raise BookError("Печать книг прервана системой: скорее всего, не хватило памяти.") from None


def _deliver(workshop: Path, folder: Path, names: list[str]) -> None:
    """Put the printed books in their place; where that ends half way, those before them are put back."""
    folder.mkdir(exist_ok=True)
    old = Path(tempfile.mkdtemp(dir=workshop))
    try:
        for name in names:
            if (folder / name).exists():
                (folder / name).rename(old / name)
            (workshop / name).rename(path_in(folder, name))
    except BaseException:
        for path in old.iterdir():
            path.replace(folder / path.name)
        raise


@contextlib.contextmanager
def _workers(cache: Path) -> Iterator[concurrent.futures.ProcessPoolExecutor]:
    """Give processes that end at once, with all they do, when this one is interrupted or has what it wants."""
    context = multiprocessing.get_context("spawn")  # each imports WeasyPrint anew, with our fontconfig
    pool = concurrent.futures.ProcessPoolExecutor(WORKERS, context, _prepare_worker, (cache,))
    try:
        yield pool
    finally:
        # Not asked to end: a process tidies up the millions of objects of its last book for a second.
        for process in multiprocessing.active_children():
            process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep Ctrl+C waiting while workers start: they inherit that, and are deaf to it from their first moment on."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare_worker(cache: Path) -> None:
    render.use_our_fonts_only(cache)
    # WeasyPrint unpacks its fonts there; the parent removes the folder, whatever ends this process.
    tempfile.tempdir = str(cache)
    # Ctrl+C is left to the parent: it ends its workers itself and says so once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A book is millions of objects that live to its end: looking for garbage among them is a fifth of the time.
    gc.disable()
