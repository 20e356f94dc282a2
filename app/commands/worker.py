"""`hengjian worker`: the background work, until it is asked to stop."""

import logging

import click

from app import settings
from app.runtime import Runtime
from app.worker import attach, make_queue, run


@click.command("worker")
def worker() -> None:
    """后台任务：制作文书、更新索引、每日清点期限。Ctrl-C 停止。"""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    runtime = Runtime(settings.load())
    jobs = runtime.jobs()
    run(attach(make_queue(runtime.settings), jobs, runtime.now), jobs, runtime.now)
