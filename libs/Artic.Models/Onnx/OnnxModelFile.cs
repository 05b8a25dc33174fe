using Microsoft.Win32.SafeHandles;

namespace Artic.Models.Onnx;

/// <summary>Reads a model's file, whole and once: what is checked is what is loaded. Blocks.</summary>
public static class OnnxModelFile
{
    /// <summary>The largest file that is read.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Errors: FileMissing, FileUnreadable, FileTooLarge, Corrupt (empty), each naming the path.</summary>
    public static byte[] Read(string path, int maxBytes = MaxBytes)
    {
        try
        {
            using SafeFileHandle handle = File.OpenHandle(path);
            long length = RandomAccess.GetLength(handle);
            if (length > maxBytes)
            {
                throw new OnnxModelException(
                    OnnxModelFault.FileTooLarge, $"{path}: {length} bytes; a model has at most {maxBytes}");
            }

            if (length == 0)
            {
                throw new OnnxModelException(OnnxModelFault.Corrupt, $"{path}: the file is empty");
            }

            byte[] bytes = new byte[length];
            int filled = 0;
            while (filled < bytes.Length)
            {
                int read = RandomAccess.Read(handle, bytes.AsSpan(filled), filled);
                if (read == 0)
                {
                    throw new OnnxModelException(OnnxModelFault.FileUnreadable, $"{path}: it shrank while it was read");
                }

                filled += read;
            }

            return bytes;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OnnxModelException(OnnxModelFault.FileMissing, $"{path}: no such file", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OnnxModelException(OnnxModelFault.FileUnreadable, $"{path}: {error.Message}", error);
        }
    }
}
