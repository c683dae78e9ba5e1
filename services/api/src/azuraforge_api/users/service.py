"""Users: one always stays administrator, and a disabled one has no way in."""

from azuraforge_dbmodels.user import ApiToken, LoginSession, Role, SignInCode, User
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from azuraforge_api.auth.service import name_key
from azuraforge_api.users.errors import LastAdminError, UserExistsError, UserNotFoundError


def add_user(session: Session, name: str, role: Role) -> User:
    """A new user without a password; raises `UserExistsError`."""
    taken = session.exec(select(User.id).where(col(User.name_key) == name_key(name))).first()
    if taken is not None:
        raise _name_taken(name)
    user = User(name=name, name_key=name_key(name), role=role)
    session.add(user)
    try:
        session.flush()
    except IntegrityError:  # somebody else took the name since we looked
        raise _name_taken(name) from None
    return user


def _name_taken(name: str) -> UserExistsError:
    return UserExistsError(f"There is a user called {name} already. Choose another name.")


def find_user(session: Session, user_id: str) -> User:
    """The user with this id; raises `UserNotFoundError`."""
    user = session.get(User, user_id)
    if user is None:
        raise UserNotFoundError("There is no user with this id.")
    return user


def update_user(session: Session, user_id: str, role: Role | None, disabled: bool | None) -> User:
    """Change role or access; raises `LastAdminError` rather than leave nobody in charge."""
    # The lock makes two administrators who demote each other at once wait for each other.
    admins = session.exec(
        select(User).where(col(User.role) == Role.ADMIN, col(User.disabled).is_(False)).with_for_update()
    ).all()
    user = find_user(session, user_id)
    loses_admin = role == Role.MEMBER or disabled is True
    if loses_admin and [admin.id for admin in admins] == [user.id]:
        raise LastAdminError("This is the last administrator. Make somebody else administrator first.")
    if role is not None:
        user.role = role
    if disabled is not None:
        user.disabled = disabled
    if disabled:
        for table in (LoginSession, ApiToken, SignInCode):
            session.execute(delete(table).where(col(table.user_id) == user.id))
    session.add(user)
    return user


def first_admin(session: Session) -> User:
    """The oldest enabled administrator; the user `admin` is made where there is none."""
    found = session.exec(
        select(User)
        .where(col(User.role) == Role.ADMIN, col(User.disabled).is_(False))
        .order_by(col(User.created_at), col(User.id))
    ).first()
    return found if found is not None else add_user(session, "admin", Role.ADMIN)
