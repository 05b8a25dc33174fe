using System.Text.Json;

namespace Artic.Models.Onnx;

/// <summary>
/// What a model's file says about itself (<c>metadata_props</c>), so that whoever runs it knows what to give and what comes out:
/// <list type="bullet">
/// <item><c>feature_names</c>: JSON array of text, one for each value of the input, in its order.</item>
/// <item><c>scaling</c>: JSON object with <c>mean</c> and <c>scale</c> (arrays in the features' order, or objects by their names); a
/// feature is given to the graph as (x - mean) / scale. <c>{}</c>, or one with <c>folded_into</c>: nothing is to be applied.</item>
/// <item><c>horizon</c>, or <c>horizon_quotes</c>: how far ahead it looks, as text such as "20 quotes", or a number of quotes.</item>
/// <item><c>trained_at</c>: when, ISO 8601.</item>
/// <item><c>classes</c> (optional): JSON array of the classes' names in the order of the scores; three are down, flat, up where it
/// is left out, two down and up.</item>
/// <item><c>output</c> (optional): the output that holds the scores, where there are several.</item>
/// <item><c>state</c> (optional): JSON object, from the name of an input to that of the output which is its next value.</item>
/// </list>
/// Immutable.
/// </summary>
public sealed class ModelContract
{
    /// <summary>Values of one row at most.</summary>
    public const int MaxFeatures = 4096;

    private ModelContract(string[] features, string horizon, string trainedAt)
    {
        Features = features;
        Horizon = horizon;
        TrainedAt = trainedAt;
    }

    /// <summary>The features' names in the input's order.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>How far ahead it looks, such as "20 quotes".</summary>
    public string Horizon { get; }

    /// <summary>When it was trained, ISO 8601.</summary>
    public string TrainedAt { get; }

    /// <summary>What is taken from each feature; empty where nothing is to be scaled.</summary>
    public IReadOnlyList<double> Mean { get; private set; } = [];

    /// <summary>What each is then divided by.</summary>
    public IReadOnlyList<double> Scale { get; private set; } = [];

    /// <summary>The classes' names; empty where it does not say.</summary>
    public IReadOnlyList<string> Classes { get; private set; } = [];

    /// <summary>The output with the scores, or null.</summary>
    public string? Output { get; private set; }

    /// <summary>State: each input with the output that follows it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> State { get; private set; } = [];

    /// <summary>
    /// Reads it. Errors: MetadataMissing, MetadataInvalid, FeatureDuplicate, each naming the property.
    /// </summary>
    /// <param name="find">A property's value, or null.</param>
    /// <param name="path">The file, for messages.</param>
    public static ModelContract Read(Func<string, string?> find, string path)
    {
        string[] features = Texts(Need("feature_names"), "feature_names", path);
        if (features.Length is 0 or > MaxFeatures)
        {
            throw Invalid(path, "feature_names", $"has {features.Length} names, 1 to {MaxFeatures} are possible");
        }

        NeedDifferent(features, "feature_names", path);
        string trainedAt = Need("trained_at");
        if (!DateTimeOffset.TryParse(trainedAt, out _))
        {
            throw Invalid(path, "trained_at", $"'{trainedAt}' is no time; ISO 8601 is wanted");
        }

        string horizon = find("horizon") ?? (find("horizon_quotes") is { } quotes ? $"{quotes} quotes" : Need("horizon"));
        ModelContract contract = new(features, horizon, trainedAt) { Output = find("output") };
        contract.ReadScaling(Need("scaling"), path);
        if (find("classes") is { } classes)
        {
            string[] names = Texts(classes, "classes", path);
            NeedDifferent(names, "classes", path);
            contract.Classes = names;
        }

        if (find("state") is { } state)
        {
            using JsonDocument json = Parse(state, "state", path);
            contract.State = [.. ReadState(json.RootElement, path)];
        }

        return contract;

        string Need(string name) => find(name) ?? throw new OnnxModelException(
            OnnxModelFault.MetadataMissing, $"{path}: the metadata has no {name}");
    }

    /// <summary>
    /// Where each feature of the model is among those that are given. Errors: FeatureUnknown, which names it.
    /// </summary>
    public int[] PlacesIn(IReadOnlyList<string> given, string path)
    {
        Dictionary<string, int> places = [];
        for (int i = 0; i < given.Count; i++)
        {
            places.Add(given[i], i);
        }

        int[] found = new int[Features.Count];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = places.TryGetValue(Features[i], out int place)
                ? place
                : throw new OnnxModelException(
                    OnnxModelFault.FeatureUnknown,
                    $"{path}: it wants the feature '{Features[i]}', which is not given; given are {string.Join(", ", given)}");
        }

        return found;
    }

    private static List<KeyValuePair<string, string>> ReadState(JsonElement json, string path)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (JsonProperty pair in json.ValueKind == JsonValueKind.Object
            ? json.EnumerateObject()
            : throw Invalid(path, "state", "is no JSON object"))
        {
            pairs.Add(pair.Value.ValueKind == JsonValueKind.String
                ? new KeyValuePair<string, string>(pair.Name, pair.Value.GetString()!)
                : throw Invalid(path, "state", $"'{pair.Name}' does not name an output"));
        }

        return pairs;
    }

    private static string[] Texts(string text, string name, string path)
    {
        using JsonDocument json = Parse(text, name, path);
        List<string> texts = [];
        foreach (JsonElement element in json.RootElement.ValueKind == JsonValueKind.Array
            ? json.RootElement.EnumerateArray()
            : throw Invalid(path, name, "is no JSON array of strings"))
        {
            texts.Add(element.ValueKind == JsonValueKind.String
                ? element.GetString()!
                : throw Invalid(path, name, "is no JSON array of strings"));
        }

        return [.. texts];
    }

    private static void NeedDifferent(string[] names, string property, string path)
    {
        HashSet<string> seen = [];
        foreach (string name in names)
        {
            if (!seen.Add(name))
            {
                throw new OnnxModelException(OnnxModelFault.FeatureDuplicate, $"{path}: {property} has '{name}' twice");
            }
        }
    }

    private void ReadScaling(string text, string path)
    {
        using JsonDocument json = Parse(text, "scaling", path);
        JsonElement scaling = json.RootElement;
        if (scaling.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(path, "scaling", "is no JSON object");
        }

        bool hasMean = scaling.TryGetProperty("mean", out JsonElement mean);
        bool hasScale = scaling.TryGetProperty("scale", out JsonElement scale);
        if (scaling.TryGetProperty("folded_into", out _) || (!hasMean && !hasScale))
        {
            return;
        }

        if (!hasMean || !hasScale)
        {
            throw Invalid(path, "scaling", $"has no {(hasMean ? "scale" : "mean")}");
        }

        Mean = Numbers(mean, "mean", path);
        Scale = Numbers(scale, "scale", path);
        for (int i = 0; i < Scale.Count; i++)
        {
            if (Scale[i] <= 0)
            {
                throw Invalid(path, "scaling", $"scale of '{Features[i]}' is {Scale[i]}; it must be above 0");
            }
        }
    }

    private double[] Numbers(JsonElement json, string part, string path)
    {
        double[] numbers = new double[Features.Count];
        int count = json.ValueKind switch
        {
            JsonValueKind.Array => json.GetArrayLength(),
            JsonValueKind.Object => json.GetPropertyCount(),
            _ => throw Invalid(path, "scaling", $"{part} is neither an array nor an object"),
        };
        if (count != numbers.Length)
        {
            throw Invalid(path, "scaling", $"{part} has {count} numbers for {numbers.Length} features");
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            JsonElement number;
            if (json.ValueKind == JsonValueKind.Array)
            {
                number = json[i];
            }
            else if (!json.TryGetProperty(Features[i], out number))
            {
                throw Invalid(path, "scaling", $"{part} has nothing for '{Features[i]}'");
            }

            numbers[i] = number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out double value) && double.IsFinite(value)
                ? value
                : throw Invalid(path, "scaling", $"{part} of '{Features[i]}' is no number");
        }

        return numbers;
    }

    private static JsonDocument Parse(string text, string name, string path)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException malformed)
        {
            throw new OnnxModelException(OnnxModelFault.MetadataInvalid, $"{path}: {name} is no JSON: {malformed.Message}", malformed);
        }
    }

    private static OnnxModelException Invalid(string path, string name, string what) =>
        new(OnnxModelFault.MetadataInvalid, $"{path}: {name} {what}");
}
