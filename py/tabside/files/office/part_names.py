"""The usual names of parts in Office files. A part with another name may be named after a person."""

from __future__ import annotations

import re

__all__ = ["is_usual_name"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FOLDERS = _words(
    "word xl ppt docprops customxml theme media embeddings charts drawings diagrams slides slidelayouts slidemasters "
    "notesslides notesmasters handoutmasters comments worksheets chartsheets dialogsheets macrosheets tables "
    "pivottables pivotcache printersettings externallinks querytables ctrlprops activex richdata persons "
    "threadedcomments revisions fonts glossary ink tags changesinfos package services metadata core-properties slicers "
    "slicercaches timelines timelinecaches webextensions taskpanes model docmetadata _rels customui images "
    "usercustomization _xmlsignatures featurepropertybag namedsheetviews [trash] "
)
_STEMS = _words(
    "[content_types] document styles styleswitheffects settings websettings fonttable numbering theme themeoverride "
    "header footer footnotes endnotes comments commentsextended commentsextensible commentsids people workbook sheet "
    "sharedstrings calcchain table tablesinglecells connections externallink querytable pivottable "
    "pivotcachedefinition pivotcacherecords drawing vmldrawing legacydrawing chart chartex chartsheet colors style "
    "presentation presprops viewprops tablestyles slide slidelayout slidemaster notesslide notesmaster handoutmaster "
    "tag tags commentauthors authors moderncomment image hdphoto media video audio oleobject core app custom thumbnail "
    "item itemprops data layout quickstyle quickstyles font ink printersettings person threadedcomment slicer "
    "slicercache timeline timelinecache ctrlprop metadata richvalue rdrichvalue rdrichvaluestructure "
    "rdrichvaluetypes richvaluerel richstyles rdarray rdsupportingpropertybag rdsupportingpropertybagstructure "
    "usernames revisionheaders revisionlog customproperty xmlmaps volatiledependencies webextension taskpanes "
    "labelinfo changesinfo revisioninfo microsoft_excel_sheet microsoft_excel_worksheet microsoft_word_document "
    "microsoft_powerpoint_presentation microsoft_powerpoint_slide afchunk chunk bibliography origin sig "
    "featurepropertybag namedsheetview customui dialogsheet macrosheet threaded glossary "
)
_HEXADECIMAL = re.compile(r"[0-9a-f-]{8,40}")
_ENDING = re.compile(r"(?:\.[a-z0-9]{1,6}){1,2}\Z")


def is_usual_name(name: str) -> bool:
    """Whether a part has such a name.

    >>> [is_usual_name(name) for name in ("word/document.xml", "xl/worksheets/_rels/sheet12.xml.rels", "word/ann.xml")]
    [True, True, False]
    """
    *folders, last = name.lower().split("/")
    stem = _ENDING.sub("", last)
    is_known = not stem or stem.rstrip("0123456789-_") in _STEMS or _HEXADECIMAL.fullmatch(stem) is not None
    return is_known and all(folder in _FOLDERS for folder in folders)
