"""Sending files and places."""

from collections.abc import Callable

from tests.fakes.telegram.files import Stored
from tests.fakes.telegram.media import KINDS, field_for
from tests.fakes.telegram.methods.posting import post
from tests.fakes.telegram.multipart import Upload
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.pictures import dimensions
from tests.fakes.telegram.refusals import Refused, bad_request
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.texts import Said, caption_of
from tests.fakes.telegram.world import World

UPLOAD_BYTES, PHOTO_BYTES = 50 * 1024 * 1024, 10 * 1024 * 1024


def sends(kind: str, method: str) -> Callable[[World, Params], JSON]:
    def send(world: World, params: Params) -> JSON:
        return post(world, params, method, lambda: _file(world, params, kind))

    return send


def get_file(world: World, params: Params) -> JSON:
    return world.files.offered(params.text("file_id"))


def send_location(world: World, params: Params) -> JSON:
    return post(world, params, "sendLocation", lambda: ({"location": _place(params)}, None))


def send_venue(world: World, params: Params) -> JSON:
    place = _place(params)
    venue = {"location": place, "title": params.text("title"), "address": params.text("address")}
    return post(world, params, "sendVenue", lambda: ({"location": place, "venue": venue}, None))


def _place(params: Params) -> JSON:
    place = {"latitude": params.degrees("latitude"), "longitude": params.degrees("longitude")}
    if not (-90 <= place["latitude"] <= 90 and -180 <= place["longitude"] <= 180):
        raise bad_request("wrong latitude or longitude")
    return place


def _file(world: World, params: Params, kind: str) -> tuple[JSON, Said]:
    given, said = params.upload(kind), caption_of(params)
    if given is None:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    stored = _keep(world, given, kind) if isinstance(given, Upload) else world.files.find(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return field_for(kind, stored, world.files, params.plain()) | said.fields("caption"), said


def _keep(world: World, upload: Upload, kind: str) -> Stored:
    size = len(upload.data)
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > UPLOAD_BYTES:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo" and size > PHOTO_BYTES:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes"
        )
    if kind == "photo" and dimensions(upload.data) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return world.files.keep(KINDS[kind].folder, upload.name, upload.media_type, upload.data)


METHODS = {
    "getFile": get_file,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendPhoto": sends("photo", "sendPhoto"),
    "sendDocument": sends("document", "sendDocument"),
    "sendVoice": sends("voice", "sendVoice"),
    "sendVideo": sends("video", "sendVideo"),
    "sendAudio": sends("audio", "sendAudio"),
    "sendAnimation": sends("animation", "sendAnimation"),
    "sendSticker": sends("sticker", "sendSticker"),
}
