"""Process whole corpora on one machine or many, with the same results. Needs `pip install "tabside[batch]"`.

inputs -> plan of partitions -> engine (local processes, or Ray) -> parts, each committed in one step -> report
"""

from __future__ import annotations

from .job import Job, Limits
from .pseudonyms import Pseudonyms, Secret
from .report import Report
from .run import Engine, run

__all__ = ["Engine", "Job", "Limits", "Pseudonyms", "Report", "Secret", "run"]
