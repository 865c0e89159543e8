"""Where the server and its password come from."""

import pytest

from dvrules.extension import Objection
from dvrules_email.accounts import Account, account
from dvrules_email.options import Server

SERVER = Server("mail.so.vn", user="dvrules")


def test_what_the_environment_says_goes_before_the_project():
    environment = {
        "DVRULES_SMTP_HOST": "relay.so.vn",
        "DVRULES_SMTP_SECURITY": "tls",
        "DVRULES_SMTP_PORT": "4650",
        "DVRULES_SMTP_RATE": "5",
        "DVRULES_SMTP_PASSWORD": "secret",
        "SMTP_HOST": "khac",
    }
    chosen = account(SERVER, environment)
    assert chosen == Account(Server("relay.so.vn", "tls", 4650, "dvrules", rate=5), "secret")
    assert "secret" not in repr(chosen)
    assert account(None, {"DVRULES_SMTP_HOST": "relay.so.vn"}).server == Server("relay.so.vn")


def test_a_password_may_stand_in_a_file_of_its_own(tmp_path):
    file = tmp_path / "password"
    file.write_bytes(b"secret \r\n")
    assert account(SERVER, {"DVRULES_SMTP_PASSWORD_FILE": str(file)}) == Account(SERVER, "secret ")


def test_a_server_that_wants_no_name_gets_no_password():
    assert account(Server("mail.so.vn"), {"DVRULES_SMTP_PASSWORD": "secret"}) == Account(Server("mail.so.vn"))


@pytest.mark.parametrize(
    ("server", "environment", "said"),
    [
        (None, {}, "chưa rõ máy chủ thư nào"),
        (SERVER, {}, "chưa có mật khẩu cho “dvrules”"),
        (SERVER, {"DVRULES_SMTP_PASSWORD_FILE": "/nowhere"}, "không đọc được tệp mật khẩu /nowhere"),
        (SERVER, {"DVRULES_SMTP_PASSWORD": "bí mật"}, "có chữ ngoài bảng ASCII"),
        (SERVER, {"DVRULES_SMTP_PORT": "mười"}, "biến DVRULES_SMTP_PORT = “mười” không dùng được"),
        (SERVER, {"DVRULES_SMTP_PORT": "99999"}, "99999 nằm ngoài khoảng từ 0 đến 65535"),
        (SERVER, {"DVRULES_SMTP_SECURITY": "ssl"}, "biến DVRULES_SMTP_SECURITY = “ssl” không dùng được"),
        (SERVER, {"DVRULES_SMTP_SECURITY": "none"}, "không gửi tên và mật khẩu qua đường truyền không mã hóa"),
    ],
)
def test_what_is_not_usable_is_objected_to(server, environment, said):
    with pytest.raises(Objection) as raised:
        account(server, environment)
    assert said in raised.value.message_args["problem.vi"]
    assert "bí mật" not in str(raised.value)
