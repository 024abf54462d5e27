"""Render chat templates (https://huggingface.co/docs/transformers/chat_templating) with Jinja in a sandbox.

A template comes from whoever uploaded the model. It runs in Jinja's immutable sandbox, and sees plain data only: dicts,
lists, texts, numbers. It can neither reach Python's objects nor change what it is given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from ..errors import InputError, RuntimeUnavailableError

__all__ = ["render"]

_TAG = "CONTINUE_FINAL_MESSAGE_TAG "


def render(
    template: str,
    messages: Sequence[Mapping[str, Any]],
    *,
    tools: Sequence[Mapping[str, Any]] | None = None,
    documents: Sequence[Mapping[str, Any]] | None = None,
    add_generation_prompt: bool = False,
    continue_final_message: bool = False,
    **variables: Any,
) -> str:
    """Return the text of a conversation: messages of `{"role": …, "content": …}`.

    Raises:
        RuntimeUnavailableError: Jinja is not installed.
        InputError: the template is broken, or refuses these messages.
    """
    if add_generation_prompt and continue_final_message:
        raise InputError("add_generation_prompt and continue_final_message exclude each other.")
    plain = [_plain(message) for message in messages]
    if not all(isinstance(message, dict) for message in plain):
        raise InputError('A message is {"role": …, "content": …}.')
    if continue_final_message:
        if not plain or not isinstance(plain[-1].get("content"), str):
            raise InputError("continue_final_message needs a final message with a text.")
        plain[-1]["content"] += _TAG
    from_jinja = _compiled(template)
    import jinja2

    try:
        text: str = from_jinja.render(
            messages=plain,
            tools=_plain(tools),
            documents=_plain(documents),
            add_generation_prompt=add_generation_prompt,
            **_plain(variables),
        )
    except (jinja2.TemplateError, TypeError, ValueError, OverflowError, RecursionError) as error:
        # Its message may hold the conversation.
        raise InputError(f"The chat template refuses these messages ({type(error).__name__}).") from None
    return _continued(text) if continue_final_message else text


def _continued(text: str) -> str:
    at = text.rfind(_TAG.strip())
    if at < 0:
        raise InputError("The chat template leaves the final message out, so it cannot be continued.")
    return text[:at] if text[at : at + len(_TAG)] == _TAG else text[:at].rstrip()


@lru_cache(maxsize=16)
def _compiled(template: str) -> Any:
    try:
        import jinja2
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        raise RuntimeUnavailableError(
            'Chat templates need Jinja: pip install "tabside[chat]", or micropip.install("jinja2") in a page.'
        ) from error
    if tuple(int(part) for part in jinja2.__version__.split(".")[:3]) < (3, 1, 6):
        raise RuntimeUnavailableError("Chat templates need Jinja 3.1.6 or later: earlier sandboxes have known escapes.")

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[_generation_tag(), "jinja2.ext.loopcontrols"]
    )
    environment.filters["tojson"] = _to_json
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = lambda form: datetime.now().strftime(form)
    try:
        return environment.from_string(template)
    except (jinja2.TemplateError, RecursionError) as error:
        raise InputError(f"The chat template is broken ({type(error).__name__}).") from None


def _generation_tag() -> Any:
    from jinja2 import nodes
    from jinja2.ext import Extension

    class Generation(Extension):
        """`{% generation %}` marks the assistant's text for training. Here it is rendered as it is."""

        tags = {"generation"}  # noqa: RUF012  as Jinja declares it

        def parse(self, parser: Any) -> Any:
            line = next(parser.stream).lineno
            body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
            return nodes.Scope(body, lineno=line)

    return Generation


def _to_json(
    value: Any, ensure_ascii: bool = False, indent: int | None = None, separators: Any = None, sort_keys: bool = False
) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def _refuse(message: str) -> None:
    import jinja2

    raise jinja2.TemplateError(message)


def _plain(value: Any) -> Any:
    """Rebuild a value of plain JSON types; an object with methods of its own could undo the sandbox."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    for kind in (str, int, float):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, Mapping):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise InputError(f"Messages, tools and documents hold texts, numbers, lists and dicts, not {type(value).__name__}.")
