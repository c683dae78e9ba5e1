"""Users, for administrators."""

from azuraforge_dbmodels.user import User
from fastapi import APIRouter, Response
from sqlmodel import Session, select

from azuraforge_api.auth.service import make_code
from azuraforge_api.deps import AdminDep, ReadSessionDep, SessionDep
from azuraforge_api.errors import ForbiddenError, problem_responses
from azuraforge_api.pagination import Page, PageDep, newest_first
from azuraforge_api.users import errors, schemas, service

router = APIRouter(prefix="/users", tags=["users"])


def _user(row: User) -> schemas.User:
    return schemas.User(
        id=row.id,
        name=row.name,
        role=row.role,
        disabled=row.disabled,
        has_password=row.password_hash is not None,
        created_at=row.created_at,
    )


def _invite(session: Session, row: User) -> schemas.Invite:
    code, expires_at = make_code(session, row)
    return schemas.Invite(user=_user(row), code=code, expires_at=expires_at)


@router.get("", responses=problem_responses(ForbiddenError))
def list_users(session: ReadSessionDep, _admin: AdminDep, page: PageDep) -> Page[schemas.User]:
    """List the users.

    Administrators only; newest first.
    """
    rows, next_cursor = newest_first(session, select(User), User.created_at, User.id, page)
    return Page(items=[_user(row) for row in rows], next_cursor=next_cursor)


@router.post("", status_code=201, responses=problem_responses(ForbiddenError, errors.UserExistsError))
def create_user(
    body: schemas.UserCreate, response: Response, session: SessionDep, _admin: AdminDep
) -> schemas.Invite:
    """Invite a user.

    Administrators only. Answers with a one-time code: send the new user the server's address followed by
    `/#code=<code>`. It works once, within a day.
    """
    user = service.add_user(session, body.name, body.role)
    response.headers["Location"] = f"/api/v1/users/{user.id}"
    return _invite(session, user)


@router.patch(
    "/{user_id}", responses=problem_responses(ForbiddenError, errors.UserNotFoundError, errors.LastAdminError)
)
def update_user(
    user_id: str, body: schemas.UserUpdate, session: SessionDep, _admin: AdminDep
) -> schemas.User:
    """Change a user's role, or disable or enable the user.

    Administrators only. Disabling ends the user's sessions, access tokens and sign-in links. The last
    administrator can't be demoted or disabled.
    """
    return _user(service.update_user(session, user_id, body.role, body.disabled))


@router.post(
    "/{user_id}/invite",
    status_code=201,
    responses=problem_responses(ForbiddenError, errors.UserNotFoundError, errors.UserDisabledError),
)
def invite_user_again(user_id: str, session: SessionDep, _admin: AdminDep) -> schemas.Invite:
    """Make a new sign-in link for a user.

    Administrators only; for a lost invitation or a forgotten password. The code works once, within a day.
    """
    user = service.find_user(session, user_id)
    if user.disabled:
        raise errors.UserDisabledError("This user is disabled. Enable the user first.")
    return _invite(session, user)
