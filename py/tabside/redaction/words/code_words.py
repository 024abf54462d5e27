"""Words of programming languages and schemas: keywords, types, and common names of variables.

After `name:` they are types, not people: `name: str`, `"owner": "string"`. Keywords are those of the languages'
references (Python 3, ECMAScript, TypeScript, SQL, C, Java, Go, Rust). Types are those of JSON Schema and of these
languages.
"""

from __future__ import annotations

__all__ = ["is_code_word"]

_WORDS = """
abstract and any args array as assert async await auto base bigint binary blob bool boolean break buffer byte bytes
call callable case catch char class client cls column complex config const constructor context continue convert data
date datetime debugger decimal decltype declare default def del delegate delete dict dims do document double
dtype dynamic elem element elif else elseif empty encoding end enum error event except exec export extends extern
false field file final finally first fixed float float32 float64 fn for foreach format from func function generic
get global goto group hash header host id identifier if impl implements import in index infer info init inline inout
input insert instance instanceof int int32 int64 integer interface internal is item iter iterator keyof key keyword
kwargs label lambda len length let level line list literal local long loop macro main map match max message meta
method min mode model module move mutable name namespace native ndarray ndim never new next nil node none nonlocal
not null nullable number object of offset op open operator option optional or out output override package param
parameter params parent partial pass path pattern pointer port print private property protected proto public
raise range raw read readonly record ref register require required result return row schema scope sealed select
self sequence set short signed sizeof slice source static str string struct sub super switch symbol sync table
target template tensor text this throw throws timestamp token trait true try tuple type typedef typename typeof
uint undefined union unique unit unknown unsafe unsigned update uri url use using uuid val value values var varchar
variable vector version virtual void volatile when where while with world write xor yield foo bar baz qux quux
"""
_CODE_WORDS = frozenset(_WORDS.split())


def is_code_word(word: str) -> bool:
    """Whether a word is one of a programming language or a schema, in any case."""
    return word.casefold() in _CODE_WORDS
