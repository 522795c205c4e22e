// Starts Swagger UI on our own description; no badge from elsewhere is fetched.
"use strict";
const place = document.getElementById("swagger");
window.SwaggerUIBundle({ url: place.dataset.url, domNode: place, validatorUrl: null });
