{{/* What every pod of the chart has: list of the root and the values that hold nodeSelector, tolerations, affinity. */}}
{{- define "collector.podSettings" -}}
{{- $root := index . 0 -}}
{{- $placement := index . 1 | default dict -}}
{{- $pullSecrets := $root.Values.imagePullSecrets | default list -}}
{{- range ($root.Values.global | default dict).imagePullSecrets -}}
{{- $pullSecrets = append $pullSecrets (kindIs "string" . | ternary (dict "name" .) .) -}}
{{- end -}}
{{- with uniq $pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "collector.podSecurityContext" $root | fromYaml }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.priorityClassName }}
priorityClassName: {{ quote . }}
{{- end }}
{{- with $root.Values.runtimeClassName }}
runtimeClassName: {{ quote . }}
{{- end }}
{{- with $root.Values.hostAliases }}
hostAliases:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.dnsConfig }}
dnsConfig:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $placement.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $placement.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $placement.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $placement.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* OpenShift gives each namespace a range of user ids and a group, and refuses pods that ask for others. */}}
{{- define "collector.podSecurityContext" -}}
{{- $context := .Values.podSecurityContext | default dict -}}
{{- $onOpenShift := and (eq .Values.openshift "auto") (.Capabilities.APIVersions.Has "security.openshift.io/v1") -}}
{{- if or $onOpenShift (eq .Values.openshift "force") -}}
{{- $context = omit $context "runAsUser" "runAsGroup" "fsGroup" -}}
{{- end -}}
{{- toYaml $context -}}
{{- end -}}

{{/* The image with its registry, and its digest or tag. */}}
{{- define "collector.image" -}}
{{- $repository := .Values.image.repository -}}
{{- with (.Values.global | default dict).imageRegistry -}}
{{- /* What stands before the first slash is a registry where it has a dot, a port or is localhost, as for every client. */ -}}
{{- $first := splitList "/" $repository | first -}}
{{- if and (contains "/" $repository) (or (contains "." $first) (contains ":" $first) (eq $first "localhost")) -}}
{{- $repository = trimPrefix (print $first "/") $repository -}}
{{- end -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" .) $repository -}}
{{- end -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (include "collector.text" .Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* What every container of the chart has next to its name and arguments. */}}
{{- define "collector.container" -}}
image: {{ include "collector.image" . | quote }}
{{- with .Values.image.pullPolicy }}
imagePullPolicy: {{ . }}
{{- end }}
{{- with .Values.securityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
env:
  - name: FIREFLY_ACCESS_KEY
    valueFrom:
      secretKeyRef:
        name: {{ include "collector.credentialsName" . | quote }}
        key: accessKey
  - name: FIREFLY_SECRET_KEY
    valueFrom:
      secretKeyRef:
        name: {{ include "collector.credentialsName" . | quote }}
        key: secretKey
  - name: CLUSTER_ID
    value: {{ include "collector.text" .Values.clusterId | quote }}
  - name: HELM_DRIVER
    value: {{ .Values.helmDriver }}
  - name: TMPDIR
    value: /var/spool/firefly
  {{- with .Values.redactionKey.existingSecret }}
  - name: FIREFLY_REDACTION_KEY
    valueFrom:
      secretKeyRef:
        name: {{ quote . }}
        key: {{ $.Values.redactionKey.key | default "redactionKey" | quote }}
  {{- end }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with .Values.proxy }}
  {{- with .existingSecret }}
  - name: HTTPS_PROXY
    valueFrom:
      secretKeyRef:
        name: {{ quote . }}
        key: HTTPS_PROXY
  - name: HTTP_PROXY
    valueFrom:
      secretKeyRef:
        name: {{ quote . }}
        key: HTTP_PROXY
        optional: true
  {{- end }}
  {{- with .httpsProxy }}
  - name: HTTPS_PROXY
    value: {{ quote . }}
  {{- end }}
  {{- with .httpProxy }}
  - name: HTTP_PROXY
    value: {{ quote . }}
  {{- end }}
  {{- if or .existingSecret .httpsProxy .httpProxy }}
  # The kubelet fills in the API server's address.
  - name: NO_PROXY
    value: {{ concat (list "$(KUBERNETES_SERVICE_HOST)" "localhost" "127.0.0.1" ".svc" ".cluster.local") (.noProxy | default list) | join "," | quote }}
  {{- end }}
  {{- end }}
  {{- if include "collector.caCertsSource" . }}
  - name: NODE_EXTRA_CA_CERTS
    value: /etc/firefly/ca-certs/ca.crt
  {{- end }}
{{- with .Values.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  - name: config
    mountPath: /etc/config
    readOnly: true
  - name: spool
    mountPath: /var/spool/firefly
  {{- if include "collector.caCertsSource" . }}
  - name: ca-certs
    mountPath: /etc/firefly/ca-certs
    readOnly: true
  {{- end }}
{{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "collector.resources" . }}
resources:
  {{- . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Where a run sends its telemetry; the hooks have none. */}}
{{- define "collector.telemetryEnvironment" -}}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ quote .Values.telemetry.endpoint }}
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: {{ quote .Values.telemetry.protocol }}
{{- with .Values.telemetry.existingSecret }}
- name: OTEL_EXPORTER_OTLP_HEADERS
  valueFrom:
    secretKeyRef:
      name: {{ quote . }}
      key: {{ $.Values.telemetry.key | default "headers" | quote }}
{{- end }}
{{- end -}}

{{/*
What a container asks for and may use. The kubelet counts the spool as ephemeral storage: its limit is the spool's unless
given, and the request a sixteenth of that, since most clusters spool little and a node need not have all of it free.
*/}}
{{- define "collector.resources" -}}
{{- with .Values.resources -}}
{{- $limits := .limits | default dict -}}
{{- if not (hasKey $limits "ephemeral-storage") -}}
{{- $limits = set (deepCopy $limits) "ephemeral-storage" $.Values.spool.sizeLimit -}}
{{- end -}}
{{- $requests := .requests | default dict -}}
{{- if not (hasKey $requests "ephemeral-storage") -}}
{{- $bytes := include "collector.quantity" (get $limits "ephemeral-storage") | float64 -}}
{{- $requests = set (deepCopy $requests) "ephemeral-storage" (divf $bytes 16 | int64 | toString) -}}
{{- end -}}
{{- /* Charts before this one had `ephemeralStorage` for a container that is gone; Kubernetes knows no such resource. */ -}}
{{- toYaml (dict "limits" (omit $limits "ephemeralStorage") "requests" (omit $requests "ephemeralStorage")) -}}
{{- end -}}
{{- end -}}

{{/* Where extra certificate authorities come from; empty when there are none. */}}
{{- define "collector.caCertsSource" -}}
{{- $extra := .Values.extraCaCerts | default dict -}}
{{- if $extra.configMap -}}
name: {{ $extra.configMap | quote }}
items:
  - key: {{ $extra.key | default "ca.crt" | quote }}
    path: ca.crt
{{- else if $extra.pem -}}
name: {{ include "collector.caCertsName" . | quote }}
{{- end -}}
{{- end -}}

{{- define "collector.volumes" -}}
- name: config
  configMap:
    name: {{ include "collector.configMapName" . | quote }}
- name: spool
  emptyDir:
    sizeLimit: {{ .Values.spool.sizeLimit }}
{{- if include "collector.caCertsSource" . }}
- name: ca-certs
  configMap:
    {{- include "collector.caCertsSource" . | nindent 4 }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The spec of a hook's job: list of the root, the component and the collector's command. */}}
{{- define "collector.hookJobSpec" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $command := index . 2 -}}
backoffLimit: 2
# Helm waits for a hook, five minutes unless told otherwise: one that cannot start or does not end fails before that.
activeDeadlineSeconds: 240
# A day to read the log of one that Helm leaves behind. Not sooner: Helm must see that it ended.
ttlSecondsAfterFinished: 86400
template:
  metadata:
    labels:
      {{- include "collector.podLabels" (list $root $component) | nindent 6 }}
    {{- include "collector.annotations" (list $root $root.Values.podAnnotations 4) }}
  spec:
    serviceAccountName: {{ $root.Values.serviceAccount.name | quote }}
    # It talks to Firefly only.
    automountServiceAccountToken: false
    restartPolicy: OnFailure
    {{- include "collector.podSettings" (list $root $root.Values.onBoarder) | trim | nindent 4 }}
    containers:
      - name: {{ $component }}
        args:
          - {{ $command }}
        {{- include "collector.container" $root | nindent 8 }}
    volumes:
      {{- include "collector.volumes" $root | nindent 6 }}
{{- end -}}
