using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Core.Domain;
using Artic.Hosting.Commands;
using Artic.Hosting.Instances;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Models.Registry;
using Artic.V1;
using Google.Protobuf;

namespace Artic.SignalBridge;

/// <summary>
/// Where people declare strategy instances anew and see what they do. A request is checked by the configuration's own rules, everything
/// wrong with it is said at once, and nothing of it happens then; what is slow is done here; it is answered when it is on record and
/// in effect. Refusals: <c>MALFORMED</c>, <c>NAME_MISSING</c>, <c>REASON_MISSING</c>, <c>TEXT_TOO_LONG</c>, <c>INSTANCE_UNKNOWN</c>,
/// <c>INSTANCE_REFUSED</c> with <c>violations</c>, <c>NOT_READY</c>, and those of <see cref="InstanceEdge.Record"/>. Thread: any,
/// one request after the other.
/// </summary>
/// <param name="options">The run's configuration.</param>
/// <param name="strategies">The instances.</param>
/// <param name="edge">The way to the loop.</param>
public sealed class InstanceDesk(PipelineOptions options, StrategySet strategies, InstanceEdge edge)
{
    private const int LongestName = 64;
    private const int LongestReason = 512;

    private readonly Lock _gate = new();

    /// <summary>All instances: what is declared, what they do, and the last signal of each.</summary>
    public byte[] Show()
    {
        JsonArray all = [];
        foreach (StrategyInstance instance in strategies.Instances)
        {
            all.Add((JsonNode)Describe(instance));
        }

        return Encoding.UTF8.GetBytes(new JsonObject { ["event"] = "instances", ["instances"] = all }.ToJsonString());
    }

    /// <summary>Declares one instance or the whole set anew. Gives the answer in JSON.</summary>
    public byte[] Declare(string proved, InstanceRequest request, out bool isDone)
    {
        isDone = false;
        if (string.IsNullOrWhiteSpace(request.By) || string.IsNullOrWhiteSpace(request.Reason))
        {
            return string.IsNullOrWhiteSpace(request.By)
                ? AnswerJson.Error("NAME_MISSING", "an instance is declared by a named person, who is kept")
                : AnswerJson.Error("REASON_MISSING", "an instance is declared for a reason, which is kept");
        }

        if (request.By.Length > LongestName || request.Reason.Length > LongestReason)
        {
            return AnswerJson.Error("TEXT_TOO_LONG", $"'by' has at most {LongestName} characters, 'reason' {LongestReason}");
        }

        lock (_gate)
        {
            return DeclareNow($"{proved}: {request.By}", request, proved == ModelWatch.Name, ref isDone);
        }
    }

    private byte[] DeclareNow(string by, InstanceRequest request, bool isFollower, ref bool isDone)
    {
        if (Array.Exists(strategies.Instances, each => each.Declared.Generation == 0))
        {
            return AnswerJson.Error("NOT_READY", "the configuration's own declarations are not in effect yet");
        }

        byte[]? refusal = null;
        JsonArray? wanted = (request.Instance.ValueKind, request.Instances.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Undefined) => WithOne(JsonObject.Create(request.Instance.Clone())!, out refusal),
            (JsonValueKind.Undefined, JsonValueKind.Array) => WholeSet(JsonArray.Create(request.Instances.Clone())!, out refusal),
            _ => null,
        };
        if (wanted == null)
        {
            return refusal ?? AnswerJson.Error("MALFORMED", "a JSON object with instance (one) or instances (the whole set), by and reason is wanted");
        }

        List<string> violations = [];
        List<InstanceDeclared> declared = [];
        JsonObject root = JsonSerializer.SerializeToNode(options, OptionsJson.Default.PipelineOptions)!.AsObject();
        root["strategies"] = wanted;
        if (OptionsReader.Read(root, violations) is { } read)
        {
            Compare(read, by, request.Reason!, isFollower, declared, violations);
        }

        for (int i = 0; i < declared.Count && violations.Count == 0; i++)
        {
            Prepare(declared[i], violations);
        }

        if (violations.Count > 0)
        {
            declared.ForEach(strategies.Forget);
            return Refused(violations);
        }

        long sequence = edge.LastSequence;
        string? why = null;
        if (declared.Count > 0)
        {
            sequence = edge.Record(declared.ConvertAll(each => (RecordType.InstanceDeclared, (IMessage)each)), out why);
        }

        if (why != null)
        {
            if (why != InstanceEdge.Unconfirmed)
            {
                declared.ForEach(strategies.Forget);
            }

            return AnswerJson.Error(why, "the signal loop has not taken it");
        }

        isDone = true;
        return AnswerJson.Write(json =>
        {
            json.WriteString("event", "instances_set");
            json.WriteStartArray("changed");
            foreach (InstanceDeclared each in declared)
            {
                json.WriteStartObject();
                json.WriteNumber("id", each.InstanceId);
                json.WriteString("mode", StrategyRules.NameOf(each.Mode));
                json.WriteNumber("generation", each.Generation);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("by", by);
            json.WriteNumber("sequence", sequence);
        });
    }

    /// <summary>The set as it is, but for one whose members are replaced: a merge patch (RFC 7396).</summary>
    private JsonArray? WithOne(JsonObject patch, out byte[]? refusal)
    {
        refusal = null;
        if (IdOf(patch) is not { } id || Find(id) == null)
        {
            refusal = Unknown(patch);
            return null;
        }

        JsonArray all = [];
        foreach (StrategyInstance instance in strategies.Instances)
        {
            JsonObject now = ToJson(instance.Declared);
            if (instance.Id == id)
            {
                Merge(now, patch);
            }

            all.Add((JsonNode)now);
        }

        return all;
    }

    /// <summary>The set that is given, in the order of the configuration; who is not in it is off and stays as it is otherwise.</summary>
    private JsonArray? WholeSet(JsonArray given, out byte[]? refusal)
    {
        refusal = null;
        Dictionary<uint, JsonObject> byId = [];
        foreach (JsonNode? node in given)
        {
            if (node is not JsonObject one || IdOf(one) is not { } id || Find(id) == null)
            {
                refusal = Unknown(node);
                return null;
            }

            if (!byId.TryAdd(id, one))
            {
                refusal = AnswerJson.Error("MALFORMED", $"instance {id} is there twice");
                return null;
            }
        }

        JsonArray all = [];
        foreach (StrategyInstance instance in strategies.Instances)
        {
            JsonObject now = byId.TryGetValue(instance.Id, out JsonObject? wanted)
                ? wanted.DeepClone().AsObject()
                : ToJson(instance.Declared);
            if (wanted == null)
            {
                now["mode"] = StrategyRules.NameOf(InstanceMode.Off);
            }

            all.Add((JsonNode)now);
        }

        return all;
    }

    /// <summary>What of the set is news.</summary>
    private void Compare(
        PipelineOptions read, string by, string reason, bool isFollower, List<InstanceDeclared> declared, List<string> violations)
    {
        for (int i = 0; i < read.Strategies.Count; i++)
        {
            StrategyInstance instance = strategies.Instances[i];
            InstanceDeclared before = instance.Declared;
            InstanceDeclared after = Declarations.Of(read.Strategies[i], options.MarketData);
            if (after.Strategy != before.Strategy || after.InstrumentId != before.InstrumentId ||
                after.OtherInstrumentId != before.OtherInstrumentId)
            {
                violations.Add(
                    $"strategies.{i}.name: strategy and instruments of an instance never change: {before.Strategy} on {before.InstrumentId}");
                continue;
            }

            after.Generation = before.Generation;
            after.By = before.By;
            after.Reason = before.Reason;
            after.ModelSha256 = before.ModelSha256;

            // A person who names a version means that one; the registry brings the version that it follows with.
            after.ModelFollowed = after.Model == before.Model || isFollower ? before.ModelFollowed : ModelReference.IsFollowed(after.Model);
            if (after.Equals(before) && instance.Mode == after.Mode)
            {
                continue;
            }

            after.Generation++;
            after.By = by;
            after.Reason = reason;
            declared.Add(after);
        }
    }

    /// <summary>Builds what the loop will need; what goes on as it is keeps its strategy.</summary>
    private void Prepare(InstanceDeclared declared, List<string> violations)
    {
        StrategyInstance instance = Find(declared.InstanceId)!;
        bool goesOn = instance.Mode != InstanceMode.Off && Declarations.ThinkAlike(instance.Declared, declared);
        if (declared.Mode == InstanceMode.Off)
        {
            declared.ModelSha256 = "";
        }
        else if (!goesOn && !strategies.Prepare(declared))
        {
            int place = Array.IndexOf(strategies.Instances, instance);
            violations.Add($"strategies.{place}.{(declared.Refusal == InstanceReason.ModelRefused ? "model" : "parameters")}: {declared.RefusalText}");
        }
    }

    private JsonObject Describe(StrategyInstance instance)
    {
        InstanceDeclared declared = instance.Declared;
        JsonObject json = declared.Generation == 0 ? new JsonObject { ["id"] = instance.Id } : ToJson(declared);
        InstrumentOptions? instrument = options.Instruments.Find(each => each.Id == (int)instance.View.InstrumentId);
        json["account"] = options.Account;
        json["venue"] = options.Venue.Market;
        json["symbol"] = instrument?.Symbol;
        json["declared_mode"] = StrategyRules.NameOf(declared.Mode);
        json["mode"] = StrategyRules.NameOf(instance.Mode);
        json["generation"] = declared.Generation;
        json["by"] = declared.By;
        json["why"] = declared.Reason;
        json["refusal"] = instance.Reason == InstanceReason.Unspecified ? null : RefusalName(instance.Reason);
        json["refusal_text"] = declared.RefusalText.Length == 0 ? null : declared.RefusalText;
        json["position"] = FixedPoint.ToText(instance.Position, OptionsRules.Scale);
        json["order_under_way"] = instance.HasOrder;
        json["model_sha256"] = declared.ModelSha256.Length == 0 ? null : declared.ModelSha256;
        Signal last = new();
        json["last_signal"] = instance.Shown.TryRead(last) ? Describe(declared.Strategy, last) : null;
        return json;
    }

    private static JsonObject Describe(string strategy, Signal signal) => new()
    {
        ["value"] = signal.Value,
        ["confidence"] = signal.Confidence,
        ["detail"] = SignalText.Of(strategy, signal),
        ["features_hash"] = signal.FeaturesHash.ToString("x16", CultureInfo.InvariantCulture),
        ["model_version"] = signal.ModelVersion.ToString("x16", CultureInfo.InvariantCulture),
    };

    /// <summary>A code as other refusals have them: <c>SIGNAL_INVALID</c>.</summary>
    private static string RefusalName(InstanceReason reason) => reason switch
    {
        InstanceReason.ModelRefused => "MODEL_REFUSED",
        InstanceReason.StrategyUnknown => "STRATEGY_UNKNOWN",
        InstanceReason.ParametersRefused => "PARAMETERS_REFUSED",
        InstanceReason.SignalInvalid => "SIGNAL_INVALID",
        _ => "FAULT",
    };

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach ((string name, JsonNode? value) in patch)
        {
            if (value == null)
            {
                _ = into.Remove(name);
            }
            else if (value is JsonObject members && into[name] is JsonObject existing)
            {
                Merge(existing, members);
            }
            else
            {
                into[name] = value.DeepClone();
            }
        }
    }

    private static JsonObject ToJson(InstanceDeclared declared) =>
        JsonSerializer.SerializeToNode(Declarations.ToOptions(declared), OptionsJson.Default.StrategyOptions)!.AsObject();

    private static uint? IdOf(JsonObject instance) =>
        instance["id"] is JsonValue value && value.TryGetValue(out int id) && id > 0 ? (uint)id : null;

    private StrategyInstance? Find(uint id) => Array.Find(strategies.Instances, each => each.Id == id);

    private byte[] Unknown(JsonNode? node) => AnswerJson.Error(
        "INSTANCE_UNKNOWN",
        $"{(node is JsonObject { } one && one["id"] is { } id ? id.ToJsonString() : "without id")}: the configuration names " +
        string.Join(", ", Array.ConvertAll(strategies.Instances, each => each.Id)) + "; an instance is there from the start of a run, off where it need not be");

    /// <summary>The paths are those of a configuration; people know instances by their numbers.</summary>
    private byte[] Refused(List<string> violations) => AnswerJson.Write(json =>
    {
        List<string> said = violations.ConvertAll(violation =>
        {
            string[] parts = violation.Split('.', 3);
            return parts.Length == 3 && parts[0] == "strategies" && int.TryParse(parts[1], out int place) &&
                place < strategies.Instances.Length ? $"instance {strategies.Instances[place].Id}: {parts[2]}" : violation;
        });
        json.WriteString("error", "INSTANCE_REFUSED");
        json.WriteString("message", string.Join("; ", said));
        json.WriteStartArray("violations");
        said.ForEach(json.WriteStringValue);
        json.WriteEndArray();
    });
}
