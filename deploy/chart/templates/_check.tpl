{{/* What a schema cannot say. Each refusal says what to change. */}}
{{- define "aixplore.check" -}}
{{- $v := .Values }}
{{- $schedulers := 0 }}
{{- range $name, $each := $v.deployments }}
{{- if $each.enabled }}
{{- if eq $each.role "scheduler" }}
{{- $schedulers = add $schedulers $each.replicas }}
{{- if dig "autoscaling" "enabled" false $each }}
{{- fail (printf "deployments.%s.autoscaling: one scheduler runs. Switch it off." $name) }}
{{- end }}
{{- end }}
{{- if $each.serves }}
{{- if or (ne $each.role "web") $each.paths (not (dig $each.serves "enabled" false $v.deployments)) }}
{{- fail (printf "deployments.%s.serves: it helps an enabled deployment of the role web, and has no paths of its own." $name) }}
{{- end }}
{{- end }}
{{- if and $each.paths (ne $each.role "web") }}
{{- fail (printf "deployments.%s.paths: only the role web answers requests. Remove them, or change the role." $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- range $taken := list "theme" "migrate" }}
{{- if hasKey $v.deployments $taken }}
{{- fail (printf "deployments.%s: the chart has one of that name already. Choose another name." $taken) }}
{{- end }}
{{- end }}
{{- if ne (int $schedulers) 1 }}
{{- fail (printf "deployments: %d schedulers are wanted. Exactly one runs: keep one deployment with the role scheduler and replicas 1." (int $schedulers)) }}
{{- end }}
{{- if not (and $v.deployments.web.enabled (eq $v.deployments.web.role "web")) }}
{{- fail "deployments.web: the website asks it. Keep it enabled, with the role web." }}
{{- end }}
{{- if and (not $v.settings.MEDIA_BUCKET) (not $v.persistence.enabled) }}
{{- fail "Media would be lost with its pod. Set settings.MEDIA_BUCKET, or persistence.enabled for a disk." }}
{{- end }}
{{- if and $v.settings.MEDIA_BUCKET $v.persistence.enabled }}
{{- fail "settings.MEDIA_BUCKET and persistence.enabled are both set. Keep one place for media." }}
{{- end }}
{{- if and $v.podMonitor.enabled (not (hasKey $v.secrets "METRICS_TOKEN")) }}
{{- fail "podMonitor.enabled: Prometheus needs a token. Name it in secrets.METRICS_TOKEN." }}
{{- end }}
{{- if and $v.externalSecrets.enabled (not $v.externalSecrets.store.name) }}
{{- fail "externalSecrets.store.name is empty. Name your store." }}
{{- end }}
{{- end }}
