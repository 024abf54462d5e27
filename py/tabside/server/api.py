"""`tabside serve`: Presidio's endpoints and tabside's own, over engine processes. Keeps nothing between requests."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, File, Form, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse

from ..errors import InputError, TabsideError, UnsupportedRequestError
from ..integrations.presidio_names import SUPPORTED, own_entities, presidio_results
from ..redaction.conversation import Readings, redact_turn
from ..redaction.operators.placeholders import PlaceholderMap
from ..redaction.policy.policy import Policy
from ..restoring import Known, restore_answer, restore_text
from ..types import Finding
from .access import check_access
from .api_models import (
    AnalyzeRequest,
    AnonymizeRequest,
    ClassifyRequest,
    DeanonymizeRequest,
    EmbedRequest,
    ExplainRequest,
    RankRequest,
    RedactRequest,
    RestoreRequest,
    ResultModel,
)
from .api_page import api_page
from .body_limit import BodyLimit
from .calls import finding_of
from .engine import EnginePool
from .metrics import Metrics
from .presidio_operators import Span, anonymized, deanonymized
from .problems import problem
from .reader import PooledReader
from .status import status_page

__all__ = ["ApiOptions", "build_api"]


@dataclass(frozen=True, slots=True)
class ApiOptions:
    """Access control, and the limits of a request."""

    token: str | None = field(default=None, repr=False)
    limit_bytes: int = 16_000_000


class _Api:
    """The handlers of the endpoints."""

    def __init__(self, pool: EnginePool, policy: Policy | None) -> None:
        self.pool, self.reader = pool, PooledReader(pool, policy)
        self.metrics = Metrics()

    async def analyze(self, request: AnalyzeRequest) -> Any:
        """Find personal data: one list of results, or one for each text of a list."""
        if request.ad_hoc_recognizers:
            raise UnsupportedRequestError("Ad-hoc recognizers are not supported; put them into a policy.")
        entities = own_entities(request.entities)
        if entities is not None:
            entities = [entity for entity in entities if entity in self.pool.entities]
        if isinstance(request.text, list):
            return [await self._analyzed(text, entities, request) for text in request.text]
        return await self._analyzed(request.text, entities, request)

    async def _analyzed(self, text: str, entities: list[str] | None, request: AnalyzeRequest) -> list[dict[str, Any]]:
        found, _ = await self.pool.call("analyze", {"text": text, "entities": entities})
        findings = [finding_of(plain) for plain in found]
        allowed = frozenset(request.allow_list or ())
        least = request.score_threshold or 0
        explained = {finding.start: finding for finding in findings}
        return [
            {**asdict(result), "analysis_explanation": _explanation(explained[result.start], request)}
            for result in presidio_results(findings, text)
            if result.score >= least and text[result.start : result.end] not in allowed
        ]

    async def redact(self, request: RedactRequest) -> dict[str, Any]:
        """Replace personal data. Texts that belong together share one mapping."""
        began = perf_counter()
        texts = request.text if isinstance(request.text, list) else [request.text]
        mapping = None if request.mapping is None else PlaceholderMap.from_dict(request.mapping)
        turn = await redact_turn(texts, self.reader, Readings(), mapping=mapping)
        self.metrics.redacted(turn.findings, perf_counter() - began)
        findings = [[_finding(one) for one in found] for found in turn.findings]
        is_list = isinstance(request.text, list)
        return {
            "text": list(turn.texts) if is_list else turn.texts[0],
            "findings": findings if is_list else findings[0],
            "mapping": turn.mapping.to_dict(),
        }

    def restore(self, request: RestoreRequest) -> dict[str, Any]:
        """Restore the originals. Returns what was restored and which placeholders are unknown."""
        mapping = PlaceholderMap.from_dict(request.mapping)
        known = Known(mapping.originals, mapping.surrogates)
        restored = (restore_text if request.strict else restore_answer)(request.text, known, strict=request.strict)
        self.metrics.restored(len(restored.restored), len(restored.unknown))
        return {"text": restored.text, "restored": list(restored.restored), "unknown": list(restored.unknown)}

    async def call(self, name: str, params: Mapping[str, Any]) -> Any:
        """Pass a call to an engine."""
        result, _ = await self.pool.call(name, params)
        return result

    async def file(self, name: str, params: Mapping[str, Any], data: bytes) -> dict[str, Any]:
        """Pass a file to an engine."""
        result, out = await self.pool.call(name, params, data)
        return {**result, "data": base64.b64encode(out).decode("ascii")}


def build_api(options: ApiOptions, pool: EnginePool, *, policy: Policy | None = None) -> FastAPI:
    """Build the application. It starts and ends the pool's processes."""
    api = _Api(pool, policy)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        yield
        await pool.close()

    # FastAPI's own pages load scripts from a third party.
    app = FastAPI(title="tabside", description=__doc__, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.add_middleware(BodyLimit, limit=options.limit_bytes)
    app.middleware("http")(_guard(options, api))
    app.add_exception_handler(TabsideError, _failed)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.include_router(_presidio_routes(api))
    app.include_router(_own_routes(api))
    app.include_router(_pages(app, options, api))
    return app


def _presidio_routes(api: _Api) -> APIRouter:
    routes = APIRouter(tags=["Presidio"])

    @routes.post("/analyze", summary="Find personal data in one text or many")
    async def analyze(request: AnalyzeRequest) -> Any:
        return await api.analyze(request)

    @routes.post("/anonymize", summary="Replace results of /analyze")
    async def anonymize(request: AnonymizeRequest) -> Any:
        return anonymized(request.text, _spans(request.analyzer_results), request.anonymizers)

    @routes.post("/deanonymize", summary="Bring back what the operator encrypt replaced")
    async def deanonymize(request: DeanonymizeRequest) -> Any:
        return deanonymized(request.text, _spans(request.anonymizer_results), request.deanonymizers)

    @routes.get("/supportedentities", summary="What can be found")
    async def supported_entities(language: str = "en") -> list[str]:
        return list(SUPPORTED)

    @routes.get("/recognizers", summary="What finds it")
    async def recognizers(language: str = "en") -> list[str]:
        return ["TabsideRecognizer"]

    @routes.get("/anonymizers", summary="Operators of /anonymize")
    async def anonymizers() -> list[str]:
        return ["encrypt", "hash", "keep", "mask", "redact", "replace"]

    @routes.get("/deanonymizers", summary="Operators of /deanonymize")
    async def deanonymizers() -> list[str]:
        return ["decrypt", "deanonymize_keep"]

    return routes


def _own_routes(api: _Api) -> APIRouter:
    routes = APIRouter(tags=["tabside"])

    @routes.post("/redact", summary="Replace personal data, with a mapping that leads back")
    async def redact(request: RedactRequest) -> Any:
        return await api.redact(request)

    @routes.post("/restore", summary="Put originals back, as language models rewrote them")
    async def restore(request: RestoreRequest) -> Any:
        return api.restore(request)

    @routes.post("/explain", summary="Say why a stretch was found, or not")
    async def explain(request: ExplainRequest) -> Any:
        return await api.call("explain", request.model_dump())

    @routes.post("/files", summary="Redact a file into one of the same kind")
    async def files(file: Annotated[UploadFile, File()]) -> Any:
        return await api.file("redact_file", {"name": file.filename or "text.txt"}, await file.read())

    @routes.post("/files/restore", summary="Put originals back into a redacted file")
    async def restore_file(file: Annotated[UploadFile, File()], mapping: Annotated[str, Form()]) -> Any:
        params = {"name": file.filename or "text.txt", "mapping": _mapping(mapping)}
        return await api.file("restore_file", params, await file.read())

    @routes.post("/classify", summary="Label texts")
    async def classify(request: ClassifyRequest) -> Any:
        return await api.call("classify", request.model_dump())

    @routes.post("/embed", summary="Turn texts into vectors")
    async def embed(request: EmbedRequest) -> Any:
        return await api.call("embed", request.model_dump())

    @routes.post("/rank", summary="Order documents by a query")
    async def rank(request: RankRequest) -> Any:
        return await api.call("rank", request.model_dump())

    return routes


def _pages(app: FastAPI, options: ApiOptions, api: _Api) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/health")
    async def health() -> Response:
        is_up = bool(api.pool.pids)
        return Response("tabside is up" if is_up else "starting", 200 if is_up else 503, media_type="text/plain")

    @routes.get("/docs")
    async def docs() -> HTMLResponse:
        return api_page(app.openapi())

    @routes.get("/")
    async def status(request: Request) -> Response:
        return status_page(request, options.token, api.metrics, api.pool)

    @routes.get("/metrics")
    async def metrics() -> Response:
        return Response(api.metrics.exposition(), media_type="text/plain; version=0.0.4")

    return routes


def _guard(options: ApiOptions, api: _Api) -> Any:
    async def guard(request: Request, call_next: Any) -> Response:
        path = request.url.path
        api.metrics.began()
        try:
            if path != "/health":
                check_access(request, options.token)
            response: Response = await call_next(request)
        except TabsideError as error:
            response = problem(error)
        except Exception as error:
            # The message of an unexpected error may quote a text.
            response = problem(TabsideError(f"Something unforeseen failed: {type(error).__name__}."))
        finally:
            api.metrics.ended()
        route = request.scope.get("route")
        api.metrics.answered(getattr(route, "path", "other"), response.status_code)
        return response

    return guard


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, TabsideError)
    return problem(error)


async def _invalid(request: Request, error: Exception) -> Response:
    """Name the invalid fields without any of their content."""
    assert isinstance(error, RequestValidationError)
    fields = sorted({".".join(str(step) for step in one["loc"][:3]) for one in error.errors()})
    return JSONResponse({"error": "The request does not fit.", "code": InputError.code, "fields": fields}, 422)


def _spans(results: list[ResultModel]) -> list[Span]:
    return [Span(one.entity_type, one.start, one.end, one.score) for one in results]


def _explanation(finding: Finding, request: AnalyzeRequest) -> dict[str, Any] | None:
    if not request.return_decision_process:
        return None
    return {
        "recognizer": finding.source,
        "original_score": finding.score,
        "score": finding.score,
        "textual_explanation": finding.explanation,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    plain = asdict(finding)
    plain.pop("reasons")
    return {**plain, "explanation": finding.explanation}


def _mapping(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("The mapping is no JSON.") from None
