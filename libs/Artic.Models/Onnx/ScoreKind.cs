namespace Artic.Models.Onnx;

/// <summary>What a model's scores are.</summary>
public enum ScoreKind
{
    /// <summary>One number: what is predicted, from -1 to 1 where it is to be traded.</summary>
    Value = 1,

    /// <summary>A probability or score for each class.</summary>
    Classes = 2,
}
