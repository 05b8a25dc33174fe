namespace Artic.Models.Onnx;

/// <summary>What is done to each sum of a layer.</summary>
internal enum DenseActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The larger of it and zero.</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>e^x over the sum of all of them.</summary>
    Softmax,
}

/// <summary>One layer of a multilayer perceptron: activation(x · weights + bias).</summary>
/// <param name="Inputs">Numbers that go in.</param>
/// <param name="Outputs">Numbers that come out.</param>
/// <param name="Weights">[inputs, outputs], row by row.</param>
/// <param name="Bias">[outputs].</param>
/// <param name="Activation">What is done to the sums.</param>
internal sealed record DenseLayer(int Inputs, int Outputs, float[] Weights, float[] Bias, DenseActivation Activation);
