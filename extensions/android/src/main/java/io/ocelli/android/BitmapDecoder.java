package io.ocelli.android;

import android.graphics.Bitmap;
import android.graphics.BitmapFactory;
import android.graphics.Matrix;
import android.media.ExifInterface;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.ImageDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes picture files as Android does: JPEG, PNG, WebP, GIF, BMP, and HEIF where the version has it. Found by
 * {@link java.util.ServiceLoader}, so that files and bytes can be classified as on a desktop.
 */
public final class BitmapDecoder implements ImageDecoder {
    /** As many pixels as fit an image's array. */
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

    /** Android 8 finds no EXIF data in files of fewer bytes. */
    private static final int EXIF_READS = 5000;

    /** For {@link java.util.ServiceLoader}. */
    public BitmapDecoder() {}

    @Override
    public boolean recognises(byte[] file) {
        return bounds(file).outMimeType != null;
    }

    private static BitmapFactory.Options bounds(byte[] file) {
        BitmapFactory.Options options = new BitmapFactory.Options();
        options.inJustDecodeBounds = true;
        BitmapFactory.decodeByteArray(file, 0, file.length, options);
        return options;
    }

    @Override
    public Image decode(byte[] file, String name) {
        BitmapFactory.Options bounds = bounds(file);
        if ((long) bounds.outWidth * bounds.outHeight > MOST_PIXELS) {
            throw new ImageException("A picture has at most " + MOST_PIXELS + " pixels, and " + name + " has "
                    + bounds.outWidth + " x " + bounds.outHeight);
        }
        int orientation = orientation(file, name);
        BitmapFactory.Options options = new BitmapFactory.Options();
        options.inPreferredConfig = Bitmap.Config.ARGB_8888;
        options.inScaled = false;
        options.inPremultiplied = false; // alpha is dropped, and what lies below it stays
        Bitmap bitmap = BitmapFactory.decodeByteArray(file, 0, file.length, options);
        if (bitmap == null) {
            throw new ImageException("Android cannot decode " + name + ": it is broken, or ends early");
        }
        bitmap.setHasAlpha(false);
        Bitmap upright = upright(bitmap, orientation);
        try {
            return AndroidPictures.of(upright);
        } finally {
            upright.recycle();
        }
    }

    private static int orientation(byte[] file, String name) {
        try {
            byte[] enough = file.length < EXIF_READS ? Arrays.copyOf(file, EXIF_READS) : file;
            return new ExifInterface(new ByteArrayInputStream(enough))
                    .getAttributeInt(ExifInterface.TAG_ORIENTATION, ExifInterface.ORIENTATION_NORMAL);
        } catch (IOException e) {
            throw new ImageException("The EXIF data of " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Bitmap upright(Bitmap bitmap, int orientation) {
        Matrix matrix = matrix(orientation);
        if (matrix.isIdentity()) {
            return bitmap;
        }
        Bitmap turned = Bitmap.createBitmap(bitmap, 0, 0, bitmap.getWidth(), bitmap.getHeight(), matrix, false);
        bitmap.recycle();
        return turned;
    }

    private static Matrix matrix(int orientation) {
        Matrix matrix = new Matrix();
        switch (orientation) {
            case ExifInterface.ORIENTATION_FLIP_HORIZONTAL:
                matrix.setScale(-1, 1);
                break;
            case ExifInterface.ORIENTATION_ROTATE_180:
                matrix.setRotate(180);
                break;
            case ExifInterface.ORIENTATION_FLIP_VERTICAL:
                matrix.setScale(1, -1);
                break;
            case ExifInterface.ORIENTATION_TRANSPOSE:
                matrix.setRotate(90);
                matrix.postScale(-1, 1);
                break;
            case ExifInterface.ORIENTATION_ROTATE_90:
                matrix.setRotate(90);
                break;
            case ExifInterface.ORIENTATION_TRANSVERSE:
                matrix.setRotate(-90);
                matrix.postScale(-1, 1);
                break;
            case ExifInterface.ORIENTATION_ROTATE_270:
                matrix.setRotate(-90);
                break;
            default:
                break;
        }
        return matrix;
    }
}
