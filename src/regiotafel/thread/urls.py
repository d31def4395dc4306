from django.urls import path

from regiotafel.thread.following import views as following
from regiotafel.thread.reviewing import views as reviewing
from regiotafel.thread.way import views as way

app_name = "thread"
urlpatterns = [
    path("controleren/", reviewing.reviews, name="reviews"),
    path("controleren/<int:link>/", reviewing.judge, name="judge"),
    path("<int:knot>/", way.way, name="way"),
    path("<int:knot>/volgen/", following.follow, name="follow"),
]
