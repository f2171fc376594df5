"""What browsers are told to guard."""

from csp.constants import NONCE, NONE, SELF

# Scripts run by the nonce of their page alone: what somebody might slip into a page cannot
# even name a script of ours.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Of all that a browser can do for a page the portal uses passkeys, copying an address, and
# films shown large.
USED = ("publickey-credentials-get", "publickey-credentials-create", "clipboard-write")
USED_IN_THE_VIEWER = ("fullscreen", "picture-in-picture")
NOT_USED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "cross-origin-isolated",
    "display-capture",
    "encrypted-media",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "join-ad-interest-group",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "run-ad-auction",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{name}=()" for name in NOT_USED),
        *(f"{name}=(self)" for name in USED + USED_IN_THE_VIEWER),
    ]
)

# On every answer that does not say something of its own.
BROWSER_GUARDS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# After these the browser is told to forget what it keeps of the portal. Who signs out
# everywhere may do so from the pages that ask who they are.
SIGN_OUT_VIEWS = (
    "account_logout",
    "sessions",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
MESSAGES_COOKIE_NAME = "messages"
MESSAGE_STORAGE = "cse_portal.messages.Messages"
