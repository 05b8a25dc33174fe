using System.Buffers.Binary;
using System.IO.Compression;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A page as Debian's Chromium draws it: 8 bits a channel, not interlaced.</summary>
internal sealed class Picture
{
    private const int Header = 8;
    private const int DrawSeconds = 60;

    private readonly byte[] _pixels;
    private readonly int _channels;

    private Picture(byte[] pixels, int width, int height, int channels) => (_pixels, Width, Height, _channels) = (pixels, width, height, channels);

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Draws a page of HTML without a screen, and reads what came; the browser's own files stay in the home.</summary>
    public static Picture Of(Home home, string page, int width, int height)
    {
        string file = Path.ChangeExtension(page, $".{width}.png");
        StartedProgram chromium = home.StartTool(
            Repository.OnPath("chromium")!, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            $"--user-data-dir={home.PathOf("chromium")}", $"--window-size={width},{height}", $"--screenshot={file}", new Uri(page).AbsoluteUri);
        Assert.True(chromium.WaitForEnd(DrawSeconds) == 0 && File.Exists(file), $"{chromium}");
        return Read(File.ReadAllBytes(file));
    }

    /// <summary>Different colours between two heights.</summary>
    public int Colours(int top, int bottom)
    {
        HashSet<int> colours = [];
        for (int i = top * Width; i < bottom * Width; i++)
        {
            _ = colours.Add((_pixels[i * _channels] << 16) | (_pixels[(i * _channels) + 1] << 8) | _pixels[(i * _channels) + 2]);
        }

        return colours.Count;
    }

    /// <summary>PNG (ISO/IEC 15948): chunks of length, name, data and sum; the rows of the data each by a filter.</summary>
    private static Picture Read(byte[] png)
    {
        int width = 0, height = 0, channels = 0;
        using MemoryStream packed = new();
        for (int at = Header; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            ReadOnlySpan<byte> name = png.AsSpan(at + 4, 4), data = png.AsSpan(at + 8, length);
            if (name.SequenceEqual("IHDR"u8))
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                Assert.Equal(8, data[8]);
                Assert.Equal(0, data[12]);
                channels = data[9] == 6 ? 4 : 3;
            }
            else if (name.SequenceEqual("IDAT"u8))
            {
                packed.Write(data);
            }

            at += length + 12;
        }

        packed.Position = 0;
        using ZLibStream rows = new(packed, CompressionMode.Decompress);
        int wide = width * channels;
        byte[] pixels = new byte[wide * height];
        for (int y = 0; y < height; y++)
        {
            int filter = rows.ReadByte();
            rows.ReadExactly(pixels, y * wide, wide);
            Unfilter(pixels, y, wide, channels, filter);
        }

        return new Picture(pixels, width, height, channels);
    }

    private static void Unfilter(byte[] pixels, int y, int wide, int channels, int filter)
    {
        for (int i = 0; i < wide; i++)
        {
            int at = (y * wide) + i;
            int left = i >= channels ? pixels[at - channels] : 0, up = y > 0 ? pixels[at - wide] : 0;
            int corner = i >= channels && y > 0 ? pixels[at - wide - channels] : 0;
            int guess = filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Nearest(left, up, corner),
            };
            pixels[at] = unchecked((byte)(pixels[at] + guess));
        }
    }

    private static int Nearest(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - corner - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
