# One MiniStack with the additions and one without, both with the same Docker engine, for all tests. Each test has an
# account of its own.
import io
import itertools
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import docker
import pytest
from cloud import Cloud, end, ours, without_ours
from side_by_side import pytest_cmdline_main  # noqa: F401, a hook

IMAGE = "slipway-test/app:1"
_accounts = itertools.count(200000000000)


@pytest.fixture(scope="session")
def docker_host():
    host = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    try:
        docker.DockerClient(base_url=host).ping()
    except Exception as error:
        pytest.fail(f"These tests need a Docker engine, and none answers at {host}: set DOCKER_HOST. ({error})")
    return host


@pytest.fixture(scope="session")
def image(docker_host):
    """Busybox from the distribution, which is a web server, a shell and everything else that the tests start."""
    client = docker.DockerClient(base_url=docker_host)
    try:
        client.images.get(IMAGE)
    except docker.errors.ImageNotFound:
        client.api.import_image_from_data(
            _root(_busybox()), repository=IMAGE.split(":")[0], tag="1", changes=["ENV PATH=/bin"]
        )
    return IMAGE


def _busybox():
    for name in ("busybox.static", "busybox"):
        found = shutil.which(name)
        if found and b"statically" in subprocess.run(["file", found], capture_output=True).stdout:
            return Path(found).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        download = subprocess.run(["apt-get", "-qq", "download", "busybox-static"], cwd=folder, capture_output=True)
        if download.returncode:
            pytest.fail("These tests need Debian's busybox-static: " + download.stderr.decode())
        package = next(Path(folder).glob("*.deb"))
        subprocess.run(["dpkg", "-x", str(package), folder], check=True)
        return (Path(folder) / "bin" / "busybox").read_bytes()


def _root(busybox):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for folder in ("bin", "tmp", "www"):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o1777
            tar.addfile(entry)
        entry = tarfile.TarInfo("bin/busybox")
        entry.size, entry.mode = len(busybox), 0o755
        tar.addfile(entry, io.BytesIO(busybox))
        for name in (
            "sh",
            "httpd",
            "sleep",
            "nc",
            "cat",
            "echo",
            "mkdir",
            "true",
            "head",
            "tail",
            "id",
            "pwd",
            "touch",
        ):
            entry = tarfile.TarInfo(f"bin/{name}")
            entry.type, entry.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(entry)
    return data.getvalue()


def _running(start, docker_host, **environment):
    process, port = start(docker_host, **environment)
    yield port
    end(process)
    remove_containers(docker_host, port)


def remove_containers(docker_host, port):
    """What the MiniStack of this port has left in the engine."""
    client = docker.DockerClient(base_url=docker_host)
    for container in client.containers.list(all=True, filters={"label": "ministack.instance"}, ignore_removed=True):
        if container.labels["ministack.instance"].endswith(f":{port}"):
            container.remove(force=True)


@pytest.fixture(scope="session")
def _ours(docker_host):
    yield from _running(ours, docker_host)


@pytest.fixture(scope="session")
def _plain(docker_host):
    yield from _running(without_ours, docker_host)


@pytest.fixture
def cloud(_ours):
    return Cloud(_ours, str(next(_accounts)))


@pytest.fixture
def plain(_plain):
    return Cloud(_plain, str(next(_accounts)))
