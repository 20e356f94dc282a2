"""What could not be done, as a page: what, why, what now, and on what ground."""

import logging

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from app.services.errors import InvalidInput, NotAllowed, NotYours, Stale
from workflows.errors import InputError, NotInForce, Refused

log = logging.getLogger("hengjian.web")

TITLES = {
    400: _l("请求有误"),
    403: _l("不能打开"),
    404: _l("没有找到"),
    405: _l("不能这样提交"),
    409: _l("现在不能办理"),
    413: _l("内容过大"),
    422: _l("填写的内容不能使用"),
    429: _l("请求过多"),
    500: _l("系统出错"),
}
WHAT_NOW = {
    404: _l("没有找到。请核对编号；不属于您承办范围的案件也不会显示。"),
    405: _l("这个地址不能这样使用。请从页面上的按钮或者链接进入。"),
    500: _l("这是系统的问题，不是您的操作有误。没有办成的事情没有留下任何改动，可以稍后再试；再次出现时请把时间和所办事项告诉系统管理员。"),
}


def page(status: int, message: str, **more: object) -> Response:
    """An error page with this status. `more`: reasons, ground, changed, problems, kept, back."""
    title = TITLES.get(status, TITLES[400])
    body = render_template("pages/errors/error.html", status=status, heading=title, message=message, **more)
    return make_response(body, status)


def refused(problem: Refused) -> Response:
    return page(409, _("不能办理「%(step)s」。", step=problem.step), reasons=problem.reasons, ground=problem.basis)


def stale(problem: Stale) -> Response:
    return page(409, str(problem), changed=problem.changed)


def not_allowed(problem: NotAllowed) -> Response:
    return page(403, str(problem), ground=problem.basis)


def invalid(problem: InvalidInput) -> Response:
    return page(422, _("下列内容需要更正，没有保存任何改动。"), problems=problem.errors)


def invalid_one(problem: InputError) -> Response:
    return page(422, _("下列内容需要更正，没有保存任何改动。"), problems=(problem,))


def too_large(problem: HTTPException) -> Response:
    from app.web.context import runtime  # noqa: PLC0415 - context imports security, which this module serves

    most = (request.max_content_length or 0) // (1024 * 1024) or runtime().settings.upload_megabytes
    return page(
        413,
        _(
            "一次提交的内容超过%(most)s兆字节，没有收下。请返回上一页：文字请精简，材料请分成几个文件或者压缩清晰度后上传。",
            most=most,
        ),
    )


def http(problem: HTTPException) -> Response:
    status = problem.code or 500
    if problem.response is not None:
        return make_response(problem.response)
    default = type(problem).description
    message = WHAT_NOW.get(status) if problem.description in (None, default) else problem.description
    return page(status, str(message or problem.description or ""))


def fault(problem: Exception) -> Response:
    """A fault of the program: logged whole; the reader learns what to do, not how we failed."""
    log.error("%s %s", request.method, request.path, exc_info=problem)
    g.setdefault("actor", None)
    return page(500, str(WHAT_NOW[500]))


def register(app: Flask) -> None:
    """Every kind of answer that is not a page as asked for."""
    app.register_error_handler(NotYours, lambda _problem: http_not_found())
    app.register_error_handler(NotAllowed, not_allowed)
    app.register_error_handler(Stale, stale)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(InvalidInput, invalid)
    app.register_error_handler(InputError, invalid_one)
    app.register_error_handler(NotInForce, lambda problem: page(422, str(problem)))
    app.register_error_handler(413, too_large)
    app.register_error_handler(HTTPException, http)
    if not app.config.get("TESTING"):
        app.register_error_handler(Exception, fault)


def http_not_found() -> Response:
    return page(404, str(WHAT_NOW[404]))
