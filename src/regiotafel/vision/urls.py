from django.urls import path

from regiotafel.vision import views

app_name = "vision"
urlpatterns = [
    path("", views.index, name="index"),
    path("nieuw/", views.new_document, name="new_document"),
    path("<slug:document>/", views.read, name="read"),
    path("<slug:document>/bewerken/", views.edit, name="edit"),
    path("<slug:document>/hoofdstuk/", views.add_section, name="add_section"),
    path("<slug:document>/hoofdstuk/<int:section>/passage/", views.add_passage, name="add_passage"),
    path("<slug:document>/passage/<int:number>/", views.passage, name="passage"),
    path("<slug:document>/passage/<int:number>/woorden/", views.reword, name="reword"),
    path("<slug:document>/passage/<int:number>/laten-vervallen/", views.retire, name="retire"),
    path("<slug:document>/versies/", views.releases, name="releases"),
    path("<slug:document>/versies/<int:number>/", views.release, name="release"),
    path("<slug:document>/versies/<int:number>/verschillen/", views.differences, name="differences"),
]
