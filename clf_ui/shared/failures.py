"""What Streamlit does with an error of ours: a traceback in the log, and a message that says nothing.

Here both become what they are elsewhere: a sentence for the person, and one line in the log. Imported before
the server answers, so the words, which need the store, are looked up only when there is an error.
"""

from __future__ import annotations

import logging
from functools import cache

from streamlit import error_util
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import backend_operation_handler
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager


def uncaught(error: Exception) -> bool:
    """Say on the screen what nothing else caught, instead of Streamlit's own message."""
    from .errors import show

    show(error)
    return True


@cache  # once is enough
def tell_failures() -> None:
    """Have downloads that fail say why, and the log left to `errors`; to be called at the start."""
    logging.getLogger(error_util.__name__).addFilter(_is_no_error)
    logging.getLogger(backend_operation_handler.__name__).addFilter(_is_no_error)
    handle = DeferredFileHandler.handle

    async def told(
        self: DeferredFileHandler, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        answer = await handle(self, request, session_id)
        why = _failed.pop(request.deferred_file.file_id, None) if answer.error_msg else None
        return BackendOperationResponse(request_id=answer.request_id, error_msg=why) if why else answer

    execute = MediaFileManager.execute_deferred

    def executed(self: MediaFileManager, file_id: str) -> str:
        from .errors import tell

        try:
            return execute(self, file_id)
        except Exception as error:
            cause = error.__cause__
            _failed[file_id] = tell(cause if isinstance(cause, Exception) else error)
            raise

    DeferredFileHandler.handle = told  # type: ignore[method-assign]
    MediaFileManager.execute_deferred = executed  # type: ignore[method-assign]


_failed: dict[str, str] = {}
"""Why downloads could not be made, from when that shows until it is sent."""


def _is_no_error(record: logging.LogRecord) -> bool:
    """Whether Streamlit logs something else than an error of ours, of which there is a line already."""
    return record.exc_info is None
