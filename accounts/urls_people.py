"""Addresses of an organisation's people, and of what is held about somebody."""

from django.urls import path

from accounts.views import people, person, person_data, person_erase

PEOPLE = "organisations/<slug:organisation>/people/"

urlpatterns = [
    path(PEOPLE, people.people, name="people"),
    path(f"{PEOPLE}invite/", people.people_invite, name="people_invite"),
    path(f"{PEOPLE}<int:pk>/", person.person, name="person"),
    path(f"{PEOPLE}<int:pk>/change/", person.person_change, name="person_change"),
    path(f"{PEOPLE}<int:pk>/correct/", people.person_correct, name="person_correct"),
    path(f"{PEOPLE}<int:pk>/erase/", person_erase.person_erase, name="person_erase"),
    path(f"{PEOPLE}<int:pk>/data/", person_data.person_data, name="person_data"),
    path(
        f"{PEOPLE}<int:pk>/data/download/",
        person_data.person_data_download,
        name="person_data_download",
    ),
    path("account/data/", person_data.own_data, name="own_data"),
    path("account/data/download/", person_data.own_data_download, name="own_data_download"),
]
