{{- define "aixplore.name" -}}
{{- printf "%s" .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{- define "aixplore.selector" -}}
app.kubernetes.io/name: aixplore
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "aixplore.labels" -}}
{{ include "aixplore.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* The address of an image: (dict "root" $ "image" .Values.image). */}}
{{- define "aixplore.image" -}}
{{- if .image.digest -}}
{{ printf "%s@%s" .image.repository .image.digest }}
{{- else -}}
{{ printf "%s:%s" .image.repository (default .root.Chart.AppVersion .image.tag) }}
{{- end -}}
{{- end }}

{{/* The site's image, or another version of it: (dict "root" $ "own" OVERRIDE). */}}
{{- define "aixplore.siteImage" -}}
{{- $own := default dict .own }}
{{- $image := .root.Values.image }}
{{- if or $own.tag $own.digest }}{{ $image = dict "repository" $image.repository "tag" $own.tag "digest" $own.digest }}{{ end -}}
{{ include "aixplore.image" (dict "root" .root "image" $image) }}
{{- end }}

{{/* Where roles without a web server answer /metrics. */}}
{{- define "aixplore.metricsPort" -}}
9101
{{- end }}

{{- define "aixplore.host" -}}
{{- get (urlParse .) "hostname" -}}
{{- end }}

{{/* A setting's value as an environment variable has it: no 6.7108864e+07. */}}
{{- define "aixplore.value" -}}
{{- if kindIs "float64" . -}}{{ int64 . }}{{- else -}}{{ toString . }}{{- end -}}
{{- end }}

{{- define "aixplore.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "aixplore.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Where pods run: (dict "root" $ "component" NAME). */}}
{{- define "aixplore.placement" -}}
{{- if .root.Values.topologySpread }}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "aixplore.selector" $.root | nindent 8 }}
        app.kubernetes.io/component: {{ $.component }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{ toJson . }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{ toJson . }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
{{- end }}

{{/* The environment of the site: (dict "root" $ "own" SETTINGS). What is in own wins over .Values.settings. */}}
{{- define "aixplore.env" -}}
{{- $root := .root }}
{{- $name := include "aixplore.name" $root }}
{{- $settings := mergeOverwrite (deepCopy $root.Values.settings) (default dict .own) }}
{{- $hosts := list (include "aixplore.host" $settings.BASE_URL) }}
{{- range $key, $each := $root.Values.deployments }}
{{- if and $each.enabled (eq $each.role "web") (not $each.serves) }}
{{- $hosts = concat $hosts (list (printf "%s-%s" $name $key)) }}
{{- end }}
{{- end }}
{{- with $settings.ALLOWED_HOSTS }}{{ $hosts = append $hosts . }}{{ end }}
{{- $outgoing := list }}
{{- with $settings.OUTGOING_ALLOWED_HOSTS }}{{ $outgoing = append $outgoing . }}{{ end }}
{{- if $root.Values.theme.enabled }}{{ $outgoing = append $outgoing (printf "%s-theme:3000" $name) }}{{ end }}
{{- /* Probes and Prometheus ask for the pod by its address. */}}
- {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
- name: ALLOWED_HOSTS
  value: {{ printf "%s,$(POD_IP),[$(POD_IP)]" (join "," $hosts) | quote }}
{{- with $outgoing }}
- name: OUTGOING_ALLOWED_HOSTS
  value: {{ join "," . | quote }}
{{- end }}
- {name: VAR_DIR, value: /site/var}
- {name: PROMETHEUS_MULTIPROC_DIR, value: /tmp/metrics}
{{- range $setting, $value := omit $settings "ALLOWED_HOSTS" "OUTGOING_ALLOWED_HOSTS" }}
- name: {{ $setting }}
  value: {{ include "aixplore.value" $value | quote }}
{{- end }}
{{- range $secret, $place := $root.Values.secrets }}
- name: {{ $secret }}_FILE
  value: /run/secrets/site/{{ $secret | lower | replace "_" "-" }}
{{- end }}
{{- end }}

{{- define "aixplore.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: var, mountPath: /site/var}
- {name: secrets, mountPath: /run/secrets/site, readOnly: true}
{{- if .Values.pluginSecrets }}
- {name: plugin-secrets, mountPath: /run/secrets/plugins, readOnly: true}
{{- end }}
{{- end }}

{{- define "aixplore.volumes" -}}
- name: tmp
  emptyDir: {sizeLimit: 1536Mi}
- name: var
  {{- if .Values.persistence.enabled }}
  persistentVolumeClaim: {claimName: {{ .Values.persistence.existingClaim | default (printf "%s-media" (include "aixplore.name" .)) }}}
  {{- else }}
  emptyDir: {sizeLimit: 1Gi}
  {{- end }}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      {{- range $secret, $place := .Values.secrets }}
      - secret:
          name: {{ $place.secret }}
          items: [{key: {{ $place.key }}, path: {{ $secret | lower | replace "_" "-" }}}]
      {{- end }}
{{- with .Values.pluginSecrets }}
- name: plugin-secrets
  projected:
    defaultMode: 0440
    sources:
      {{- range . }}
      - secret:
          name: {{ .secret }}
          items: [{key: {{ .key }}, path: {{ .path }}}]
      {{- end }}
{{- end }}
{{- end }}
