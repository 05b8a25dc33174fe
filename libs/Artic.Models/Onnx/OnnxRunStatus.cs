namespace Artic.Models.Onnx;

/// <summary>How one inference ended. The numbers are frozen: they go on record.</summary>
public enum OnnxRunStatus
{
    /// <summary>The output holds finite numbers.</summary>
    Ok = 0,

    /// <summary>A feature is NaN or infinite; the model was not run (a ReLU would have hidden it).</summary>
    InputNotFinite = 1,

    /// <summary>The model gave NaN or an infinity.</summary>
    OutputNotFinite = 2,

    /// <summary>ONNX Runtime reported an error: <see cref="OnnxModel.LastError"/>.</summary>
    RuntimeError = 3,
}
