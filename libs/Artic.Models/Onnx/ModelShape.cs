namespace Artic.Models.Onnx;

/// <summary>A graph's inputs and outputs against what its contract says of them.</summary>
internal static unsafe class ModelShape
{
    /// <summary>Classes of one model at most.</summary>
    private const int MaxScores = 1024;

    /// <summary>Numbers of one part of a state at most.</summary>
    private const long MaxStateNumbers = 1 << 20;

    /// <summary>
    /// The inputs that take the features: one of a row of them, or one for each, named as they are and in their order. Errors:
    /// TypeMismatch, ShapeMismatch, FeatureOrder.
    /// </summary>
    public static OnnxSignature[] FindInputs(
        OnnxSession session, ModelContract contract, OnnxSignature[] state, string path)
    {
        OnnxSignature[] inputs = Array.FindAll(session.Inputs, input => Array.IndexOf(state, input) < 0);
        int width = contract.Features.Count;
        foreach (OnnxSignature input in inputs)
        {
            if (!input.IsReal)
            {
                throw new OnnxModelException(
                    OnnxModelFault.TypeMismatch, $"{path}: features are float or double, the model has {Describe(inputs)}");
            }
        }

        if (inputs.Length == 1)
        {
            return inputs[0].IsRow(width)
                ? inputs
                : throw new OnnxModelException(
                    OnnxModelFault.ShapeMismatch, $"{path}: model wants {inputs[0].Shape}, its features are [1,{width}]");
        }

        if (inputs.Length != width)
        {
            throw new OnnxModelException(
                OnnxModelFault.TypeMismatch,
                $"{path}: one input, or one for each of {width} features, is needed, the model has {Describe(inputs)}");
        }

        for (int i = 0; i < width; i++)
        {
            if (inputs[i].Name != contract.Features[i])
            {
                throw new OnnxModelException(
                    OnnxModelFault.FeatureOrder,
                    $"{path}: input {i} is '{inputs[i].Name}', feature_names has '{contract.Features[i]}' there");
            }

            if (!inputs[i].IsRow(1))
            {
                throw new OnnxModelException(
                    OnnxModelFault.ShapeMismatch, $"{path}: input '{inputs[i].Name}' wants {inputs[i].Shape}, a feature is [1,1]");
            }
        }

        return inputs;
    }

    /// <summary>
    /// The output that holds the scores; labels and others are left alone. Errors: TypeMismatch, which lists what there is.
    /// </summary>
    public static OnnxSignature FindOutput(OnnxSession session, ModelContract contract, OnnxSignature[] state, string path)
    {
        OnnxSignature[] scores = Array.FindAll(
            session.Outputs,
            output => (output.IsReal || output.Kind is OnnxKind.Sequence or OnnxKind.Map) && Array.IndexOf(state, output) < 0);
        if (contract.Output is { } name)
        {
            return Array.Find(scores, output => output.Name == name) ?? throw new OnnxModelException(
                OnnxModelFault.TypeMismatch, $"{path}: output names '{name}'; the model has {Describe(session.Outputs)}");
        }

        return scores.Length == 1
            ? scores[0]
            : throw new OnnxModelException(
                OnnxModelFault.TypeMismatch,
                $"{path}: one output of scores (float, double, or a sequence of maps) is needed, the model has " +
                $"{Describe(session.Outputs)}; of several the metadata names one as output");
    }

    /// <summary>The inputs and outputs of the state, side by side. Errors: StateInvalid.</summary>
    public static (OnnxSignature[] Inputs, OnnxSignature[] Outputs) FindState(
        OnnxSession session, ModelContract contract, string path)
    {
        List<OnnxSignature> inputs = [];
        List<OnnxSignature> outputs = [];
        foreach ((string from, string to) in contract.State)
        {
            OnnxSignature input = Array.Find(session.Inputs, each => each.Name == from) ?? throw Invalid($"there is no input '{from}'");
            OnnxSignature output = Array.Find(session.Outputs, each => each.Name == to) ?? throw Invalid($"there is no output '{to}'");
            long[] before = input.Fixed(1);
            long[] after = output.Fixed(1);
            long numbers = 1;
            foreach (long size in before)
            {
                numbers = size is > 0 and <= MaxStateNumbers ? numbers * size : MaxStateNumbers + 1;
                if (numbers > MaxStateNumbers)
                {
                    throw Invalid($"{input} is empty or larger than {MaxStateNumbers}");
                }
            }

            if (!input.IsReal || !output.IsReal || input.ElementType != output.ElementType || !Fits(before, output.Dimensions))
            {
                throw Invalid($"{input} does not go on with {output}");
            }

            if (inputs.Contains(input) || outputs.Contains(output))
            {
                throw Invalid($"'{from}' or '{to}' is named twice");
            }

            inputs.Add(input);
            outputs.Add(output with { Dimensions = after });
        }

        // By place, so that the signatures found elsewhere are the session's own.
        return ([.. inputs], [.. outputs.ConvertAll(output => session.Outputs[output.Index])]);

        OnnxModelException Invalid(string what) => new(OnnxModelFault.StateInvalid, $"{path}: state: {what}");
    }

    /// <summary>How many scores came; all sizes but the last are 1. Errors: ShapeMismatch.</summary>
    public static int CountOf(OnnxApi api, nint value, OnnxSignature output, string path)
    {
        long[] sizes = OnnxMaps.DimensionsOf(api, value);
        OnnxSignature came = output with { Dimensions = sizes };
        return sizes.Length > 0 && came.IsRow((int)Math.Clamp(came.Width, 0, int.MaxValue)) && came.Width is > 0 and <= MaxScores
            ? (int)came.Width
            : sizes.Length == 0
                ? 1
                : throw new OnnxModelException(
                    OnnxModelFault.ShapeMismatch, $"{path}: output {output} gives {came.Shape} for one row; [1,n] is wanted");
    }

    private static bool Fits(long[] sizes, long[] declared)
    {
        bool fits = sizes.Length == declared.Length;
        for (int i = 0; fits && i < sizes.Length; i++)
        {
            fits = declared[i] < 0 || declared[i] == sizes[i];
        }

        return fits;
    }

    private static string Describe(OnnxSignature[] signatures) =>
        signatures.Length == 0 ? "none" : string.Join<OnnxSignature>(", ", signatures);
}
