namespace Artic.Models.Onnx;

/// <summary>
/// Reads scores that come as a map from class to probability, or as a sequence with one such map for each row: what ZipMap makes.
/// The library keeps a map in the order of its keys. Thread: the model's.
/// </summary>
internal static unsafe class OnnxMaps
{
    /// <summary>
    /// Takes the values of the one map in the keys' order; the value is released. False where there are other than expected, or one
    /// is no number. Allocates nothing.
    /// </summary>
    public static bool TryReadOnly(OnnxApi api, nint value, int element, Span<double> scores)
    {
        nint map = 0, values = 0;
        try
        {
            int kind;
            nuint count;
            if (Failed(api, api.GetValueType(value, &kind)))
            {
                return false;
            }

            nint held = value;
            if (kind == (int)OnnxKind.Sequence)
            {
                if (Failed(api, api.GetValueCount(value, &count)) || count != 1 ||
                    Failed(api, api.GetValue(value, 0, api.Allocator, &map)))
                {
                    return false;
                }

                held = map;
            }

            void* data;
            nint shape;
            if (Failed(api, api.GetValue(held, 1, api.Allocator, &values)) ||
                Failed(api, api.GetTensorTypeAndShape(values, &shape)))
            {
                return false;
            }

            long size;
            nuint rank;
            bool known = !Failed(api, api.GetDimensionsCount(shape, &rank)) && rank == 1 &&
                !Failed(api, api.GetDimensions(shape, &size, 1)) && size == scores.Length;
            api.ReleaseTensorTypeAndShapeInfo(shape);
            if (!known || Failed(api, api.GetTensorMutableData(values, &data)))
            {
                return false;
            }

            bool finite = true;
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = element == OnnxElement.Float ? ((float*)data)[i] : ((double*)data)[i];
                finite &= double.IsFinite(scores[i]);
            }

            return finite;
        }
        finally
        {
            Release(api, values);
            Release(api, map);
            Release(api, value);
        }
    }

    /// <summary>
    /// How many classes the map has, and its values' type. Errors: TypeMismatch, ShapeMismatch.
    /// </summary>
    public static (int Count, int Element) Explore(OnnxApi api, nint value, string path)
    {
        int kind;
        nuint count;
        nint map = 0, keys = 0, values = 0;
        try
        {
            api.Check(api.GetValueType(value, &kind));
            nint held = value;
            if (kind == (int)OnnxKind.Sequence)
            {
                api.Check(api.GetValueCount(value, &count));
                if (count != 1)
                {
                    throw new OnnxModelException(OnnxModelFault.ShapeMismatch, $"{path}: it gives {count} maps for one row");
                }

                api.Check(api.GetValue(value, 0, api.Allocator, &map));
                held = map;
                api.Check(api.GetValueType(held, &kind));
            }

            if (kind != (int)OnnxKind.Map)
            {
                throw new OnnxModelException(OnnxModelFault.TypeMismatch, $"{path}: its scores are a {(OnnxKind)kind}, no map");
            }

            api.Check(api.GetValue(held, 0, api.Allocator, &keys));
            api.Check(api.GetValue(held, 1, api.Allocator, &values));
            int element = ElementOf(api, values);
            long[] sizes = DimensionsOf(api, values);
            if (element is not (OnnxElement.Float or OnnxElement.Double) || sizes.Length != 1 || sizes[0] is 0 or > 1024)
            {
                throw new OnnxModelException(
                    OnnxModelFault.TypeMismatch, $"{path}: its scores are a map of {sizes.Length} {OnnxElement.NameOf(element)}");
            }

            return ((int)sizes[0], element);
        }
        finally
        {
            Release(api, values);
            Release(api, keys);
            Release(api, map);
        }
    }

    /// <summary>Sizes of a tensor. Allocates.</summary>
    public static long[] DimensionsOf(OnnxApi api, nint tensor)
    {
        nint shape;
        api.Check(api.GetTensorTypeAndShape(tensor, &shape));
        try
        {
            nuint rank;
            api.Check(api.GetDimensionsCount(shape, &rank));
            long[] sizes = new long[rank];
            fixed (long* at = sizes)
            {
                api.Check(api.GetDimensions(shape, at, rank));
            }

            return sizes;
        }
        finally
        {
            api.ReleaseTensorTypeAndShapeInfo(shape);
        }
    }

    /// <summary>Element type of a tensor.</summary>
    public static int ElementOf(OnnxApi api, nint tensor)
    {
        nint shape;
        int element;
        api.Check(api.GetTensorTypeAndShape(tensor, &shape));
        nint status = api.GetTensorElementType(shape, &element);
        api.ReleaseTensorTypeAndShapeInfo(shape);
        api.Check(status);
        return element;
    }

    private static bool Failed(OnnxApi api, nint status)
    {
        if (status != 0)
        {
            api.ReleaseStatus(status);
        }

        return status != 0;
    }

    private static void Release(OnnxApi api, nint value)
    {
        if (value != 0)
        {
            api.ReleaseValue(value);
        }
    }
}
